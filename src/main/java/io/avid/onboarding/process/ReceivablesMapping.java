package io.avid.onboarding.process;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a receivables file holds what. A map is the whole truth: a field that it leaves out is not taken
 * from the file, however clear a column's name may be.
 *
 * @param decimalSeparator of the amounts, a point or a comma; empty: found from the whole column
 * @param separator between the values of a row; empty: found from the file
 */
public record ReceivablesMapping(Map<ReceivableField, MappedColumn> columns, Optional<Character> decimalSeparator,
        Optional<Character> separator) {

    /** Says nothing. */
    public static final ReceivablesMapping EMPTY =
            new ReceivablesMapping(Map.of(), Optional.empty(), Optional.empty());

    public ReceivablesMapping {
        EnumMap<ReceivableField, MappedColumn> ordered = new EnumMap<>(ReceivableField.class);
        ordered.putAll(columns);
        columns = Collections.unmodifiableMap(ordered);
    }

    public Optional<MappedColumn> column(ReceivableField field) {
        return Optional.ofNullable(columns.get(field));
    }

    /** As a person writes it for {@code --map}. */
    public String toYaml() {
        StringBuilder yaml = new StringBuilder();
        columns.forEach((field, column) -> {
            yaml.append(field.key()).append(": {column: ").append(quoted(column.column()));
            column.format().ifPresent(format -> yaml.append(", format: ").append(quoted(format)));
            yaml.append("}\n");
        });
        decimalSeparator.ifPresent(mark -> yaml.append("decimal_separator: \"").append(mark).append("\"\n"));
        separator.ifPresent(mark -> yaml.append("separator: ").append(quoted(mark == '\t' ? "tab" : mark.toString()))
                .append('\n'));
        return yaml.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t").replace("\n", "\\n")
                .replace("\r", "\\r") + "\"";
    }
}
