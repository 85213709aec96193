package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The row that names the columns.
 *
 * @param line its line in the file
 * @param columns the names as written, without the blanks around them
 */
record Header(long line, List<String> columns) {
    /** The two columns that a file of rejected rows has in front; they are ignored when such a file is imported. */
    static final String REJECT_LINE = "avid_line";
    static final String REJECT_REASON = "avid_reason";

    static Header of(CsvRow row) {
        return new Header(row.line(), row.fields().stream().map(Words::clean).toList());
    }

    int width() {
        return columns.size();
    }

    static boolean isOfRejects(String column) {
        return column.equals(REJECT_LINE) || column.equals(REJECT_REASON);
    }

    /** Where this column stands: by its exact name, else by the name without case and blanks. */
    List<Integer> indexesOf(String column) {
        List<Integer> exact = new ArrayList<>();
        List<Integer> alike = new ArrayList<>();
        String wanted = Words.clean(column);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(wanted)) {
                exact.add(i);
            }
            if (columns.get(i).strip().equalsIgnoreCase(wanted)) {
                alike.add(i);
            }
        }
        return exact.isEmpty() ? alike : exact;
    }

    /** The column whose name is nearest to this one, when it is near at all. */
    Optional<String> closestTo(String given) {
        return ClosestName.to(given, columns.stream().filter(column -> !column.isEmpty()).toList());
    }

    String describe() {
        return String.join(", ", columns.stream().map(column -> "'" + column + "'").toList());
    }
}
