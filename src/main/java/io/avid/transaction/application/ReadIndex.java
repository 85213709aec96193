package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.application.TransactionIndex.Marker;
import java.util.Map;

/** Waits until the index has what the asker may expect to find: what it names, or else what was committed before it asked. */
final class ReadIndex {

    private final OpenJournals journals;

    ReadIndex(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * @param readPosition the position that must be in the index; 0 for all that is committed now
     * @param waitMillis   how long the asker waits at most
     * @throws Failure UNAVAILABLE when the index has not reached it by then
     */
    Marker at(String organisation, long readPosition, long waitMillis) {
        OpenJournals.Opened opened = journals.of(organisation);
        if (readPosition > opened.journal().position()) {
            // Another process may have written it.
            opened.journal().catchUp();
        }
        long position = readPosition == 0 ? opened.journal().position() : readPosition;
        try {
            return opened.follower().current(position, waitMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed before the index reached journal position " + position + ". Ask again.", Map.of(), e);
        }
    }
}
