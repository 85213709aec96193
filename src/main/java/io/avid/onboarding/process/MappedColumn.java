package io.avid.onboarding.process;

import java.util.Optional;

/**
 * Which column of the file holds a field.
 *
 * @param column its name in the header
 * @param format of its dates, as {@link DatePattern} reads it; empty: found from the whole column
 */
public record MappedColumn(String column, Optional<String> format) {
    /** A column without a format, or whose format is found. */
    public static MappedColumn of(String column) {
        return new MappedColumn(column, Optional.empty());
    }

    /** A column of dates. */
    public static MappedColumn of(String column, String format) {
        return new MappedColumn(column, Optional.of(format));
    }
}
