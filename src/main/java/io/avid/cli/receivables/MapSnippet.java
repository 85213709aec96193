package io.avid.cli.receivables;

import io.avid.onboarding.v1.ColumnMapping;
import io.avid.onboarding.v1.ColumnReading;
import io.avid.onboarding.v1.ReceivablesReading;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A map file to begin with: what is certain filled in, what must be said left open. */
final class MapSnippet {
    // Those that the issue of an import depends on; the service says so too when one is missing.
    private static final List<String> REQUIRED = List.of("customer_id", "invoice_number", "invoice_date", "amount");

    private MapSnippet() {}

    static String of(ReceivablesReading reading) {
        var text = new StringBuilder();
        Set<String> mapped = reading.getMapping().getColumnsList().stream().map(ColumnMapping::getField).collect(Collectors.toSet());
        String headers = reading.getColumnsList().stream().map(ColumnReading::getColumn).distinct().collect(Collectors.joining(", "));
        for (String field : REQUIRED) {
            if (!mapped.contains(field)) {
                text.append(field).append(":   # one of: ").append(headers).append('\n');
            }
        }
        for (ColumnMapping column : reading.getMapping().getColumnsList()) {
            text.append(column.getField()).append(": ");
            if (!column.getFormat().isEmpty()) {
                text.append("{column: ").append(quoted(column.getColumn())).append(", format: ").append(quoted(column.getFormat())).append("}\n");
            } else if (column.getField().endsWith("_date")) {
                text.append("{column: ").append(quoted(column.getColumn())).append(", format: }   # dd/MM/yyyy or MM/dd/yyyy, as the file means it\n");
            } else {
                text.append(quoted(column.getColumn())).append('\n');
            }
        }
        String decimal = reading.getMapping().getDecimalSeparator();
        text.append(decimal.isEmpty() ? "decimal_separator:   # \".\" or \",\"\n" : "decimal_separator: \"" + decimal + "\"\n");
        String separator = reading.getMapping().getColumnSeparator();
        if (!separator.isEmpty()) {
            text.append("separator: ").append(separator.equals("\t") ? "tab" : "\"" + separator + "\"").append('\n');
        }
        return text.toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z][A-Za-z0-9_/.-]*") ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
