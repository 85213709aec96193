package io.avid.onboarding.process;

import java.util.List;
import java.util.Optional;

/**
 * What was found out about a file, and why: to be shown to who imports it.
 *
 * @param fields one for each Avid field that has a column, in the order of {@link ReceivableField}
 * @param unusedColumns columns that nothing is taken from
 * @param decimalSeparator of the amounts; empty while it is not settled
 * @param separator between values, in a word
 * @param headerLine the header's line in the file
 * @param rows below the header, blank ones left out
 * @param warnings what may have been overlooked in the file, and what to do about it
 */
public record GuessReport(List<FieldReport> fields, List<UnusedColumn> unusedColumns, Optional<Character> decimalSeparator,
        String encoding, String separator, long headerLine, long rows, List<String> warnings) {

    public GuessReport {
        fields = List.copyOf(fields);
        unusedColumns = List.copyOf(unusedColumns);
        warnings = List.copyOf(warnings);
    }

    /**
     * The column of one field.
     *
     * @param format of a date column; empty for others
     * @param why in a few words
     * @param samples some values of the column, at most three
     */
    public record FieldReport(ReceivableField field, String column, Optional<String> format, String why,
            Confidence confidence, List<String> samples) {
        public FieldReport {
            samples = List.copyOf(samples);
        }
    }

    /** A column that nothing is taken from, with some of its values, at most three. */
    public record UnusedColumn(String column, List<String> samples) {
        public UnusedColumn {
            samples = List.copyOf(samples);
        }
    }

    /** How sure a column is. */
    public enum Confidence {
        /** A map says so. */
        GIVEN,
        /** The name can mean nothing else and (nearly) all values fit. */
        CERTAIN,
        /** The only column whose name and values fit. */
        LIKELY
    }
}
