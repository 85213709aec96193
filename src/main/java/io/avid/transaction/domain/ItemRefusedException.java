package io.avid.transaction.domain;

import java.util.Map;

/** Ends the decision of one item; never leaves {@link DecideItem}. */
final class ItemRefusedException extends Exception {

    private final transient ItemOutcome.Rejected outcome;

    ItemRefusedException(RejectionReason reason, String message, Map<String, String> metadata) {
        super(message, null, false, false);
        this.outcome = new ItemOutcome.Rejected(reason, message, metadata);
    }

    ItemOutcome.Rejected outcome() {
        return outcome;
    }
}
