package io.avid.onboarding.process;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file opened behind its header. The header is the first row within the first
 * {@link DetectDialect#HEADER_WITHIN_ROWS} that names most of the map's columns; without a map the one with most
 * names that we know, or else the first as wide as the rows below whose values are names and no dates or amounts.
 */
final class RowsBelowHeader implements Closeable {
    private final CsvRows rows;
    private final Header header;
    private final Deque<CsvRow> readAhead;

    private RowsBelowHeader(CsvRows rows, Header header, Deque<CsvRow> readAhead) {
        this.rows = rows;
        this.header = header;
        this.readAhead = readAhead;
    }

    static RowsBelowHeader open(ReceivablesSource source, CsvDialect dialect, Optional<ReceivablesMapping> mapping)
            throws IOException {
        CsvRows rows = new CsvRows(dialect.encoding().read(source), dialect.separator());
        try {
            List<CsvRow> first = new ArrayList<>();
            boolean separatorLine = dialect.separatorLine();
            while (first.size() < DetectDialect.HEADER_WITHIN_ROWS) {
                Optional<CsvRow> row = rows.next();
                if (row.isEmpty()) {
                    break;
                }
                if (separatorLine) {
                    separatorLine = false;
                } else {
                    first.add(row.get());
                }
            }
            int at = mapping.map(given -> mostNamed(first, given.columns().values())).filter(index -> index >= 0)
                    .orElseGet(() -> withoutMap(first));
            if (at < 0) {
                throw noHeader(dialect, first);
            }
            return new RowsBelowHeader(rows, Header.of(first.get(at)),
                    new ArrayDeque<>(first.subList(at + 1, first.size())));
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    Header header() {
        return header;
    }

    Optional<CsvRow> next() throws IOException {
        CsvRow ahead = readAhead.poll();
        return ahead != null ? Optional.of(ahead) : rows.next();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static int mostNamed(List<CsvRow> rows, Collection<MappedColumn> columns) {
        int best = -1;
        int most = 0;
        for (int i = 0; i < rows.size(); i++) {
            Header candidate = Header.of(rows.get(i));
            int named = 0;
            for (MappedColumn column : columns) {
                named += candidate.indexesOf(column.column()).isEmpty() ? 0 : 1;
            }
            if (named > most) {
                most = named;
                best = i;
            }
        }
        return best;
    }

    private static int withoutMap(List<CsvRow> rows) {
        int best = -1;
        int most = 1;
        for (int i = 0; i < rows.size(); i++) {
            int known = 0;
            for (String name : rows.get(i).fields()) {
                for (ReceivableField field : ReceivableField.values()) {
                    if (name.length() < 60 && ColumnNames.strength(field, name) >= ColumnNames.PART) {
                        known++;
                        break;
                    }
                }
            }
            if (known > most) {
                most = known;
                best = i;
            }
        }
        if (best >= 0) {
            return best;
        }
        int width = usualWidth(rows);
        for (int i = 0; width > 1 && i < rows.size(); i++) {
            CsvRow row = rows.get(i);
            if (row.fields().size() == width) {
                return isOfNames(row) ? i : -1;
            }
        }
        return -1;
    }

    private static int usualWidth(List<CsvRow> rows) {
        Map<Integer, Integer> widths = new HashMap<>();
        rows.forEach(row -> widths.merge(row.fields().size(), 1, Integer::sum));
        return widths.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
    }

    private static boolean isOfNames(CsvRow row) {
        int blank = 0;
        for (String raw : row.fields()) {
            String value = Words.clean(raw);
            blank += value.isEmpty() ? 1 : 0;
            boolean date = DatePattern.formatsOf(value).stream()
                    .anyMatch(format -> DatePattern.of(format).flatMap(pattern -> pattern.read(value)).isPresent());
            if (date || AmountPattern.split(value).isPresent() || value.length() > 100) {
                return false;
            }
        }
        return blank * 2 < row.fields().size();
    }

    private static UnreadableFileException noHeader(CsvDialect dialect, List<CsvRow> first) {
        boolean oneColumn = usualWidth(first) < 2;
        String found = first.isEmpty() ? "The file holds no row"
                : "The row at line " + first.getFirst().line() + " begins with '" + shortened(first.getFirst().fields().getFirst())
                        + "' and is no header";
        return new UnreadableFileException(Finding.Code.NO_HEADER, found + (oneColumn
                ? ", and the rows have one column only with a " + CsvDialect.nameOf(dialect.separator())
                        + " between values (comma, semicolon, tab and bar were tried). "
                : ". ")
                + "Expected a row with the columns' names within the first " + DetectDialect.HEADER_WITHIN_ROWS
                + " rows: add one such as customer_id,invoice_number,invoice_date,due_date,amount,settled_date and try again"
                + (oneColumn ? ", or name the 'separator' in a map." : "."));
    }

    private static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
