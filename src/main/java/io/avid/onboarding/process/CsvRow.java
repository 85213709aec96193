package io.avid.onboarding.process;

import java.util.List;

/**
 * A row as the file has it.
 *
 * @param line where it begins; the file's first line is 1 and a quoted value may span lines
 * @param fields the values, each cut to {@link CsvRows#LONGEST_VALUE_CHARS}
 * @param cut whether something was cut off, of a value or of the row
 */
record CsvRow(long line, List<String> fields, boolean cut) {
    /** Whether it has another width than the header: too few values, or more of them than blank ones at the end. */
    boolean isUneven(int width) {
        return fields.size() < width || fields.subList(width, fields.size()).stream().anyMatch(extra -> !extra.isBlank());
    }

    boolean isBlank() {
        for (String field : fields) {
            if (!field.isBlank()) {
                return false;
            }
        }
        return true;
    }
}
