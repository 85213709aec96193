package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** Ends the decision of one item; never leaves {@link DecideItem}. */
final class ItemRefusedException extends Exception {

    private final transient ItemOutcome.Rejected outcome;

    private ItemRefusedException(RejectionReason reason, String message, Map<String, String> metadata) {
        super(message, null, false, false);
        this.outcome = new ItemOutcome.Rejected(reason, message, metadata);
    }

    /** @param metadata names and values in turn */
    static ItemRefusedException of(RejectionReason reason, String message, String... metadata) {
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < metadata.length; i += 2) {
            byName.put(metadata[i], metadata[i + 1]);
        }
        return new ItemRefusedException(reason, message, byName);
    }

    /** A date before the first on which it could be done. */
    static ItemRefusedException tooEarly(String what, LocalDate given, LocalDate earliest) {
        return of(RejectionReason.DATE_INVALID, what + " Date it " + earliest + " or later.",
                "field", "effective_date", "given", given.toString(), "earliest", earliest.toString());
    }

    ItemOutcome.Rejected outcome() {
        return outcome;
    }
}
