package io.avid.onboarding.process;

import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an import was started with, everything settled, and how its process keeps that.
 *
 * @param document resource name of the file
 * @param mapping complete
 * @param rows in the file
 */
public record ImportSettings(String document, ReceivablesMapping mapping, Currency currency, boolean dryRun, long rows) {
    private static final String DOCUMENT = "document";
    private static final String CURRENCY = "currency";
    private static final String DRY_RUN = "dry_run";
    private static final String ROWS = "rows";
    private static final String DECIMAL_SEPARATOR = "decimal_separator";
    private static final String SEPARATOR = "separator";
    private static final String COLUMN = "column ";
    private static final String FORMAT = "format ";

    /** As the process keeps it. */
    public Map<String, String> toInput() {
        Map<String, String> input = new HashMap<>();
        input.put(DOCUMENT, document);
        input.put(CURRENCY, currency.getCurrencyCode());
        input.put(DRY_RUN, Boolean.toString(dryRun));
        input.put(ROWS, Long.toString(rows));
        mapping.decimalSeparator().ifPresent(mark -> input.put(DECIMAL_SEPARATOR, mark.toString()));
        mapping.separator().ifPresent(mark -> input.put(SEPARATOR, mark.toString()));
        mapping.columns().forEach((field, column) -> {
            input.put(COLUMN + field.key(), column.column());
            column.format().ifPresent(format -> input.put(FORMAT + field.key(), format));
        });
        return input;
    }

    static ImportSettings fromInput(Map<String, String> input) {
        Map<ReceivableField, MappedColumn> columns = new EnumMap<>(ReceivableField.class);
        for (ReceivableField field : ReceivableField.values()) {
            Optional.ofNullable(input.get(COLUMN + field.key())).ifPresent(column -> columns.put(field,
                    new MappedColumn(column, Optional.ofNullable(input.get(FORMAT + field.key())))));
        }
        ReceivablesMapping mapping = new ReceivablesMapping(columns,
                Optional.ofNullable(input.get(DECIMAL_SEPARATOR)).map(mark -> mark.charAt(0)),
                Optional.ofNullable(input.get(SEPARATOR)).map(mark -> mark.charAt(0)));
        return new ImportSettings(required(input, DOCUMENT), mapping, Currency.getInstance(required(input, CURRENCY)),
                Boolean.parseBoolean(required(input, DRY_RUN)), Long.parseLong(required(input, ROWS)));
    }

    private static String required(Map<String, String> input, String key) {
        String value = input.get(key);
        if (value == null) {
            throw new IllegalStateException("The import's process was stored without '" + key + "'");
        }
        return value;
    }
}
