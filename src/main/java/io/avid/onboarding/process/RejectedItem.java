package io.avid.onboarding.process;

import java.util.Map;

/**
 * What an import keeps of a rejected row; the row's values stay in the file.
 *
 * @param line where the row begins in the file
 * @param column the column at fault; empty when the row as a whole is
 * @param reason a {@link RejectedRow.Reason} by name
 * @param message for people
 */
public record RejectedItem(long line, String column, String reason, String message) {
    private static final String LINE = "line";
    private static final String COLUMN = "column";
    private static final String REASON = "reason";
    private static final String MESSAGE = "message";

    Map<String, String> toResult() {
        return Map.of(LINE, Long.toString(line), COLUMN, column, REASON, reason, MESSAGE, message);
    }

    public static RejectedItem fromResult(Map<String, String> result) {
        return new RejectedItem(Long.parseLong(result.get(LINE)), result.get(COLUMN), result.get(REASON),
                result.get(MESSAGE));
    }
}
