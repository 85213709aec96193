package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Understands a map as a person wrote it: per field {@code {column: X, format: Y}} or the column's name alone,
 * {@code decimal_separator} and {@code separator}. Everything that is wrong with it is found at once.
 */
public final class ParseReceivablesMapping {
    private static final String DECIMAL_SEPARATOR = "decimal_separator";
    private static final String SEPARATOR = "separator";

    private ParseReceivablesMapping() {}

    /** Either a mapping, or what is wrong with it. */
    public sealed interface Parsed {}

    /** The mapping. */
    public record Understood(ReceivablesMapping mapping) implements Parsed {}

    /** Everything that is wrong with it. */
    public record NotUnderstood(List<Finding> findings) implements Parsed {
        public NotUnderstood {
            findings = List.copyOf(findings);
        }
    }

    /** The entries of a YAML or JSON map, or a structured mapping's fields by their keys. */
    public static Parsed from(Map<?, ?> given) {
        return parse(given, true);
    }

    /** The same for a map without columns, which settles the separators only; the columns are guessed. */
    public static Parsed hints(Map<?, ?> given) {
        return parse(given, false);
    }

    private static Parsed parse(Map<?, ?> given, boolean complete) {
        List<Finding> findings = new ArrayList<>();
        Map<ReceivableField, MappedColumn> columns = new EnumMap<>(ReceivableField.class);
        Optional<Character> decimalSeparator = Optional.empty();
        Optional<Character> separator = Optional.empty();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            String key = String.valueOf(entry.getKey());
            switch (key) {
                case DECIMAL_SEPARATOR -> decimalSeparator = decimalSeparator(String.valueOf(entry.getValue()), findings);
                case SEPARATOR -> separator = separator(String.valueOf(entry.getValue()), findings);
                default -> ReceivableField.byKey(key).ifPresentOrElse(
                        field -> column(field, entry.getValue(), findings).ifPresent(column -> columns.put(field, column)),
                        () -> findings.add(unknownField(key)));
            }
        }
        for (ReceivableField field : ReceivableField.values()) {
            if (complete && field.isRequired() && !given.containsKey(field.key())) {
                findings.add(Finding.ofField(Finding.Code.MISSING_FIELD, field, List.of(), "The map leaves out "
                        + field.key() + ", which is required: add a line like '" + field.key() + ": {column: NAME OF THE COLUMN"
                        + (field.isDate() ? ", format: yyyy-MM-dd" : "") + "}'."));
            }
        }
        usedTwice(columns, findings);
        return findings.isEmpty()
                ? new Understood(new ReceivablesMapping(columns, decimalSeparator, separator))
                : new NotUnderstood(findings);
    }

    private static Finding unknownField(String key) {
        List<String> known = new ArrayList<>(ReceivableField.keys());
        known.add(DECIMAL_SEPARATOR);
        known.add(SEPARATOR);
        return Finding.ofFile(Finding.Code.UNKNOWN_FIELD, "The map names '" + key + "', which is no field"
                + ClosestName.to(key, known).map(name -> "; did you mean '" + name + "'?").orElse(".")
                + " Fields are " + String.join(", ", known) + ".");
    }

    private static Optional<MappedColumn> column(ReceivableField field, Object given, List<Finding> findings) {
        if (given instanceof Map<?, ?> entries) {
            String name = text(entries.get("column"));
            String format = text(entries.get("format"));
            for (Object key : entries.keySet()) {
                if (!"column".equals(key) && !"format".equals(key)) {
                    findings.add(Finding.ofField(Finding.Code.BAD_FORMAT, field, List.of(), "The map gives " + field.key()
                            + " a '" + key + "': expected 'column' and, for a date, 'format'."));
                }
            }
            if (name.isBlank()) {
                findings.add(noColumn(field));
                return Optional.empty();
            }
            if (!format.isBlank() && !field.isDate()) {
                findings.add(Finding.ofField(Finding.Code.BAD_FORMAT, field, List.of(name), "The map gives " + field.key()
                        + " the format '" + format + "', but it is no date: leave the format out."));
            } else if (!format.isBlank() && DatePattern.of(format).isEmpty()) {
                findings.add(badFormat(field, name, format));
            }
            return Optional.of(new MappedColumn(name, format.isBlank() ? Optional.empty() : Optional.of(format.strip())));
        }
        String name = text(given);
        if (name.isBlank()) {
            findings.add(noColumn(field));
            return Optional.empty();
        }
        return Optional.of(MappedColumn.of(name));
    }

    private static Finding noColumn(ReceivableField field) {
        return Finding.ofField(Finding.Code.UNKNOWN_COLUMN, field, List.of(), "The map names no column for " + field.key()
                + ": expected '" + field.key() + ": {column: NAME OF THE COLUMN}'; leave the line out when there is none.");
    }

    private static Finding badFormat(ReceivableField field, String column, String format) {
        return Finding.ofField(Finding.Code.BAD_FORMAT, field, List.of(column), "The map gives " + field.key()
                + " the format '" + format + "', which cannot be understood: expected one d for the day, M for the month (MMM "
                + "for its name) and yyyy or yy for the year, as in yyyy-MM-dd, dd/MM/yyyy, M/d/yy, dd.MM.yyyy or dd-MMM-yy.");
    }

    private static Optional<Character> decimalSeparator(String given, List<Finding> findings) {
        return switch (given.strip()) {
            case ".", "point", "dot" -> Optional.of('.');
            case ",", "comma" -> Optional.of(',');
            default -> {
                findings.add(Finding.ofFile(Finding.Code.BAD_FORMAT, "The map gives the decimal_separator '" + given
                        + "': expected \".\" or \",\"."));
                yield Optional.empty();
            }
        };
    }

    private static Optional<Character> separator(String given, List<Finding> findings) {
        return switch (given) {
            case ",", "comma" -> Optional.of(',');
            case ";", "semicolon" -> Optional.of(';');
            case "\t", "\\t", "tab" -> Optional.of('\t');
            case "|", "bar", "pipe" -> Optional.of('|');
            default -> {
                findings.add(Finding.ofFile(Finding.Code.BAD_FORMAT, "The map gives the separator '" + given
                        + "': expected \",\", \";\", \"tab\" or \"|\"."));
                yield Optional.empty();
            }
        };
    }

    private static void usedTwice(Map<ReceivableField, MappedColumn> columns, List<Finding> findings) {
        Map<String, List<ReceivableField>> users = new TreeMap<>();
        columns.forEach((field, column) -> users.computeIfAbsent(column.column(), any -> new ArrayList<>()).add(field));
        users.forEach((column, fields) -> {
            boolean customerIsItsName = fields.equals(List.of(ReceivableField.CUSTOMER_ID, ReceivableField.CUSTOMER_NAME));
            if (fields.size() > 1 && !customerIsItsName) {
                findings.add(Finding.ofField(Finding.Code.COLUMN_USED_TWICE, fields.getFirst(), List.of(column),
                        "The map gives the column '" + column + "' to " + String.join(" and ", fields.stream()
                                .map(ReceivableField::key).toList()) + ": each needs a column of its own."));
            }
        });
    }

    private static String text(Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
