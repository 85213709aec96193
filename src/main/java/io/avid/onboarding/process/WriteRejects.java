package io.avid.onboarding.process;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes rejected rows back for a person to correct: the columns and the dialect of the file that they came from, and
 * in front of them {@code avid_line} and {@code avid_reason}. In front, because a row with too few or too many values
 * must keep its own end: filled up to the header's width it would no longer be seen that something is missing. When
 * such a file is imported the two columns are ignored.
 */
public final class WriteRejects implements Closeable {
    private final CsvWriter csv;
    private final Set<Integer> ofEarlierRejects = new HashSet<>();

    WriteRejects(OutputStream out, CsvDialect dialect, Header header) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, dialect.encoding().charset()));
        if (dialect.encoding().byteOrderMark()) {
            text.write('\ufeff');
        }
        if (dialect.separatorLine()) {
            text.write("sep=" + dialect.separator() + dialect.lineEnd());
        }
        this.csv = CsvWriter.builder()
                .fieldSeparator(dialect.separator())
                .quoteCharacter('"')
                .lineDelimiter(LineDelimiter.of(dialect.lineEnd()))
                .build(text);
        for (int i = 0; i < header.width(); i++) {
            if (Header.isOfRejects(header.columns().get(i))) {
                ofEarlierRejects.add(i);
            }
        }
        write(Header.REJECT_LINE, Header.REJECT_REASON, header.columns());
    }

    public void write(RejectedRow row) {
        write(Long.toString(row.line()), row.reason() + ": " + row.message(), row.values());
    }

    void write(RejectedItem item, List<String> values) {
        write(Long.toString(item.line()), item.reason() + ": " + item.message(), values);
    }

    private void write(String line, String reason, List<String> values) {
        List<String> fields = new ArrayList<>(values.size() + 2);
        fields.add(line);
        fields.add(reason);
        for (int i = 0; i < values.size(); i++) {
            if (!ofEarlierRejects.contains(i)) {
                fields.add(values.get(i));
            }
        }
        csv.writeRecord(fields);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
