package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the columns that a map names in a file, and everything about the map that does not suit the file. */
final class CheckMapping {
    private CheckMapping() {}

    record Checked(Map<ReceivableField, Integer> columns, List<Finding> findings) {}

    static Checked of(ReceivablesMapping mapping, Header header) {
        Map<ReceivableField, Integer> columns = new EnumMap<>(ReceivableField.class);
        List<Finding> findings = new ArrayList<>();
        mapping.columns().forEach((field, column) -> {
            List<Integer> indexes = header.indexesOf(column.column());
            if (indexes.isEmpty()) {
                findings.add(Finding.ofField(Finding.Code.UNKNOWN_COLUMN, field, List.of(column.column()),
                        "The map takes " + field.key() + " from the column '" + column.column() + "', which the file does not have"
                                + header.closestTo(column.column()).map(near -> "; did you mean '" + near + "'?").orElse(".")
                                + " Its columns (line " + header.line() + ") are " + header.describe() + "."));
            } else if (indexes.size() > 1) {
                findings.add(Finding.ofField(Finding.Code.REPEATED_COLUMN, field, List.of(column.column()),
                        "The map takes " + field.key() + " from the column '" + column.column() + "', which occurs "
                                + indexes.size() + " times in the header: give its copies names of their own in the file."));
            } else {
                columns.put(field, indexes.getFirst());
            }
        });
        for (ReceivableField field : ReceivableField.values()) {
            if (field.isRequired() && mapping.column(field).isEmpty()) {
                findings.add(Finding.ofField(Finding.Code.MISSING_FIELD, field, List.of(), "The map leaves out " + field.key()
                        + ", which is required: add '" + field.key() + ": {column: NAME OF THE COLUMN}'."));
            }
            mapping.column(field).flatMap(MappedColumn::format).filter(format -> DatePattern.of(format).isEmpty())
                    .ifPresent(format -> findings.add(Finding.ofField(Finding.Code.BAD_FORMAT, field, List.of(),
                            "The map gives " + field.key() + " the format '" + format
                                    + "', which cannot be understood: expected something like yyyy-MM-dd, dd/MM/yyyy or dd-MMM-yy.")));
        }
        return new Checked(columns, findings);
    }
}
