package io.avid.onboarding.process;

import java.util.List;
import java.util.Optional;

/**
 * Why a receivables file cannot be read yet. The message is for people: what was given, what was expected, and
 * what to do, most often which line to put in a map.
 *
 * @param code stable, for programs
 * @param field the Avid field in question, where there is one
 * @param columns the columns of the file in question, as the file writes them
 */
public record Finding(Code code, Optional<ReceivableField> field, List<String> columns, String message) {
    public Finding {
        columns = List.copyOf(columns);
    }

    static Finding ofFile(Code code, String message) {
        return new Finding(code, Optional.empty(), List.of(), message);
    }

    static Finding ofField(Code code, ReceivableField field, List<String> columns, String message) {
        return new Finding(code, Optional.of(field), columns, message);
    }

    /** What kind of obstacle it is. */
    public enum Code {
        /** There is no byte in the file, or nothing but blank lines. */
        EMPTY_FILE,
        /** The file is no text: a workbook, a PDF, or binary. */
        NOT_TEXT,
        /** No row in the first lines can be the header. */
        NO_HEADER,
        /** A header and no row below it. */
        NO_ROWS,
        /** A quotation mark is opened and never closed. */
        UNCLOSED_QUOTE,
        /** One value is longer than a reader can be asked to hold. */
        VALUE_TOO_LONG,
        /** The map names a field that Avid does not have. */
        UNKNOWN_FIELD,
        /** A required field has no column. */
        MISSING_FIELD,
        /** The map names a column that the file does not have. */
        UNKNOWN_COLUMN,
        /** The column's name occurs more than once in the header. */
        REPEATED_COLUMN,
        /** The map gives one column to two fields. */
        COLUMN_USED_TWICE,
        /** A date format or a separator in the map that cannot be understood. */
        BAD_FORMAT,
        /** Two columns fit a field equally well. */
        AMBIGUOUS_COLUMN,
        /** A column's name says what it is and its values say otherwise. */
        MISFIT_COLUMN,
        /** A date column can be read in two ways. */
        AMBIGUOUS_DATES,
        /** A column of amounts can be read in two ways. */
        AMBIGUOUS_AMOUNTS
    }
}
