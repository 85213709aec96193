package io.avid.onboarding.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * The first look over a whole file: where its header is, how many rows it has, and what the values of each column
 * say. Rows that are not as wide as the header say nothing about the columns.
 */
final class SurveyFile {
    private SurveyFile() {}

    record Survey(CsvDialect dialect, Header header, long rows, long unevenRows, List<ColumnEvidence> columns) {
        ColumnEvidence column(int index) {
            return columns.get(index);
        }
    }

    static Survey of(ReceivablesSource source, CsvDialect dialect, Optional<ReceivablesMapping> mapping,
            Currency currency) throws IOException {
        try (RowsBelowHeader file = RowsBelowHeader.open(source, dialect, mapping)) {
            Header header = file.header();
            List<ColumnEvidence> columns = new ArrayList<>();
            for (int i = 0; i < header.width(); i++) {
                columns.add(new ColumnEvidence(currency));
            }
            long rows = 0;
            long uneven = 0;
            for (Optional<CsvRow> next = file.next(); next.isPresent(); next = file.next()) {
                CsvRow row = next.get();
                rows++;
                if (row.isUneven(header.width()) || row.cut()) {
                    uneven++;
                    continue;
                }
                for (int i = 0; i < header.width(); i++) {
                    columns.get(i).add(row.fields().get(i), row.line());
                }
            }
            if (rows == 0) {
                throw new UnreadableFileException(Finding.Code.NO_ROWS, "The file has a header at line " + header.line()
                        + " (" + header.describe() + ") and no row below it: there is nothing to import.");
            }
            return new Survey(dialect, header, rows, uneven, List.copyOf(columns));
        }
    }
}
