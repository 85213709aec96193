package io.avid.onboarding.process;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file's rows, one after the other, blank ones left out.
 *
 * <p>Two things a CSV parser does not do by itself are done here. A row of any length is bounded: values are cut at
 * {@link #LONGEST_VALUE_CHARS} and rows at {@link #MOST_FIELDS} while they are parsed, and the row says so. And a
 * quotation mark that is never closed, which would swallow the rest of the file in silence, is found: a closing mark
 * of our own is put behind the text, and when it does not come back as a row of its own then a value has eaten it.
 */
final class CsvRows implements Closeable {
    static final int LONGEST_VALUE_CHARS = 1_000;
    static final int MOST_FIELDS = 1_000;

    private static final String END = "\u0001end of file\u0001";

    private final CloseableIterator<CsvRow> rows;
    private long lastLine;
    private boolean ended;

    CsvRows(Reader text, char separator) {
        this.rows = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter('"')
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true)
                .build(new BoundedRows(), new WithEndMark(text))
                .iterator();
    }

    /** Empty at the end of the file. */
    Optional<CsvRow> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            while (rows.hasNext()) {
                CsvRow row = rows.next();
                if (row.fields().size() == 1 && row.fields().getFirst().equals(END)) {
                    ended = true;
                    return Optional.empty();
                }
                lastLine = row.line();
                if (!row.isBlank()) {
                    if (row.fields().getLast().endsWith(END)) {
                        throw unclosed();
                    }
                    return Optional.of(row);
                }
            }
        } catch (CsvParseException e) {
            throw new UnreadableFileException(Finding.Code.VALUE_TOO_LONG, "Behind line " + lastLine
                    + " the file holds a value that is longer than can be read (" + e.getMessage()
                    + "): most often a quotation mark is opened there and never closed. Correct that line and try again.");
        }
        throw unclosed();
    }

    private UnreadableFileException unclosed() {
        return new UnreadableFileException(Finding.Code.UNCLOSED_QUOTE, "The row at line " + lastLine
                + " opens a quotation mark that is never closed, so everything below it would be one value. "
                + "Close it, or write a quotation mark inside a quoted value twice, and try again.");
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static final class BoundedRows extends AbstractBaseCsvCallbackHandler<CsvRow> {
        private List<String> fields = new ArrayList<>();
        private boolean cut;

        @Override
        protected void handleBegin(long startingLineNumber) {
            fields = new ArrayList<>();
            cut = false;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            boolean swallowedEnd = endsWithEnd(buffer, offset, length);
            if (index >= MOST_FIELDS && !swallowedEnd) {
                cut = true;
            } else if (length > LONGEST_VALUE_CHARS) {
                cut = true;
                String value = String.valueOf(buffer, offset, LONGEST_VALUE_CHARS);
                fields.add(swallowedEnd ? value + END : value);
            } else {
                fields.add(String.valueOf(buffer, offset, length));
            }
        }

        private static boolean endsWithEnd(char[] buffer, int offset, int length) {
            if (length < END.length() || buffer[offset + length - 1] != END.charAt(0)) {
                return false;
            }
            return String.valueOf(buffer, offset + length - END.length(), END.length()).equals(END);
        }

        @Override
        protected CsvRow buildRecord() {
            return new CsvRow(getStartingLineNumber(), List.copyOf(fields), cut);
        }
    }

    /** The text, a line break, and the closing mark. */
    private static final class WithEndMark extends Reader {
        private final Reader text;
        private final String end = "\n" + END;
        private int endRead = -1;

        WithEndMark(Reader text) {
            this.text = text;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            if (endRead < 0) {
                int count = text.read(buffer, offset, length);
                if (count >= 0) {
                    return count;
                }
                endRead = 0;
            }
            int count = Math.min(length, end.length() - endRead);
            if (count == 0) {
                return -1;
            }
            end.getChars(endRead, endRead + count, buffer, offset);
            endRead += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}
