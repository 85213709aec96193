package io.avid.onboarding.process;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds how a file separates its values, from the whole of its first {@link #SAMPLE_CHARS}: the separator with which
 * the rows come out equally wide and the header's names are known. Excel's first line {@code sep=;} decides, and so
 * does a separator that the map gives.
 */
final class DetectDialect {
    static final int SAMPLE_CHARS = 1 << 18;
    /** A title or two may stand above the header; further down it is none. */
    static final int HEADER_WITHIN_ROWS = 20;

    private DetectDialect() {}

    static CsvDialect of(ReceivablesSource source, Optional<Character> given) throws IOException {
        TextEncoding encoding = TextEncoding.detect(source);
        String sample = sample(source, encoding);
        if (sample.isBlank()) {
            throw new UnreadableFileException(Finding.Code.EMPTY_FILE,
                    "The file holds blank lines only: expected a header row and a row for each invoice.");
        }
        String lineEnd = lineEnd(sample);
        Optional<Character> named = separatorLine(sample);
        if (given.isPresent() || named.isPresent()) {
            return new CsvDialect(encoding, given.or(() -> named).orElseThrow(), named.isPresent(), lineEnd);
        }
        char best = ',';
        Fit bestFit = new Fit(-1, 0, 0);
        for (char separator : CsvDialect.SEPARATORS) {
            Fit fit = fit(sample, separator);
            if (fit.isBetterThan(bestFit)) {
                best = separator;
                bestFit = fit;
            }
        }
        return new CsvDialect(encoding, best, false, lineEnd);
    }

    private record Fit(int knownNames, double evenRows, int width) {
        boolean isBetterThan(Fit other) {
            if (knownNames != other.knownNames) {
                return knownNames > other.knownNames;
            }
            return Math.abs(evenRows - other.evenRows) > 1e-9 ? evenRows > other.evenRows : width > other.width;
        }
    }

    private static Fit fit(String sample, char separator) throws IOException {
        Map<Integer, Integer> widths = new HashMap<>();
        List<CsvRow> first = new ArrayList<>();
        int rows = 0;
        try (CsvRows csv = new CsvRows(new StringReader(sample), separator)) {
            for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
                rows++;
                widths.merge(row.get().fields().size(), 1, Integer::sum);
                if (first.size() < HEADER_WITHIN_ROWS) {
                    first.add(row.get());
                }
            }
        } catch (UnreadableFileException brokenSample) {
            // The sample ends inside a quoted value, or the file is broken there: what was read before still counts.
            if (rows == 0) {
                return new Fit(0, 0, 0);
            }
        }
        int width = 0;
        int even = 0;
        for (Map.Entry<Integer, Integer> entry : widths.entrySet()) {
            if (entry.getValue() > even || entry.getValue() == even && entry.getKey() > width) {
                width = entry.getKey();
                even = entry.getValue();
            }
        }
        if (width < 2) {
            return new Fit(0, 0, width);
        }
        int known = 0;
        for (CsvRow row : first) {
            int names = 0;
            for (String field : row.fields()) {
                for (ReceivableField any : ReceivableField.values()) {
                    if (field.length() < 60 && ColumnNames.strength(any, field) >= ColumnNames.GENERIC) {
                        names++;
                        break;
                    }
                }
            }
            known = Math.max(known, names);
        }
        return new Fit(known, (double) even / rows, width);
    }

    /** Cut at a line's end where the file goes on, so that the last row is a whole one. */
    private static String sample(ReceivablesSource source, TextEncoding encoding) throws IOException {
        char[] chars = new char[SAMPLE_CHARS];
        int length = 0;
        try (Reader text = encoding.read(source)) {
            int count;
            while (length < SAMPLE_CHARS && (count = text.read(chars, length, SAMPLE_CHARS - length)) >= 0) {
                length += count;
            }
        }
        String sample = new String(chars, 0, length);
        if (length < SAMPLE_CHARS) {
            return sample;
        }
        int lastLine = Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r'));
        return lastLine > 0 ? sample.substring(0, lastLine + 1) : sample;
    }

    private static String lineEnd(String sample) {
        int feed = sample.indexOf('\n');
        int carriage = sample.indexOf('\r');
        if (carriage >= 0 && feed == carriage + 1) {
            return "\r\n";
        }
        return carriage >= 0 && (feed < 0 || carriage < feed) ? "\r" : "\n";
    }

    private static Optional<Character> separatorLine(String sample) {
        String first = sample.lines().findFirst().orElse("").strip();
        String plain = first.startsWith("\"") && first.endsWith("\"") && first.length() > 1
                ? first.substring(1, first.length() - 1) : first;
        if (plain.regionMatches(true, 0, "sep=", 0, 4)) {
            String rest = plain.length() == 4 && sample.startsWith("sep=\t") ? "\t" : plain.substring(4);
            if (rest.length() == 1 && CsvDialect.SEPARATORS.contains(rest.charAt(0))) {
                return Optional.of(rest.charAt(0));
            }
        }
        return Optional.empty();
    }
}
