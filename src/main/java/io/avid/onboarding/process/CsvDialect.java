package io.avid.onboarding.process;

import java.util.List;

/**
 * How a file writes its rows, so that what goes back to a person is written the same way.
 *
 * @param separatorLine whether the file begins with Excel's line {@code sep=;}
 * @param lineEnd as the file's first line ends
 */
record CsvDialect(TextEncoding encoding, char separator, boolean separatorLine, String lineEnd) {
    /** In the order in which they are preferred when two fit equally well. */
    static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    static String nameOf(char separator) {
        return switch (separator) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case '|' -> "bar";
            default -> "'" + separator + "'";
        };
    }
}
