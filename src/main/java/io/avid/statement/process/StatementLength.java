package io.avid.statement.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Map;

/** How long a statement may be: what document renders at most, some hundred pages. */
public final class StatementLength {
    static final int LIMIT = 5_000;

    /** Open items that are listed singly, longest overdue first; the others are summed up. */
    public static final int OPEN_ITEMS_LISTED = 1_000;

    private StatementLength() {}

    /**
     * Lets through what fits.
     *
     * @throws Failure FAILED_PRECONDITION (STATEMENT_TOO_LONG)
     */
    public static void require(long entries) {
        if (entries > LIMIT) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "STATEMENT_TOO_LONG", "The account has " + entries
                    + " entries in that period; a statement holds " + LIMIT + ". Choose a shorter period.",
                    Map.of("entries", Long.toString(entries), "limit", Integer.toString(LIMIT)));
        }
    }
}
