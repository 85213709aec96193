package io.avid.transaction.domain;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What became of one item of a command. */
public sealed interface ItemOutcome {

    /** It was done; {@code transaction} is what was posted, or the funds that were allocated. */
    record Posted(TransactionId transaction) implements ItemOutcome {
    }

    /** The same fact, by its external id, was there already with the same content; nothing changed. */
    record AlreadyThere(TransactionId transaction) implements ItemOutcome {
    }

    /**
     * It was refused; nothing of it changed anything.
     *
     * @param reason   stable, for programs
     * @param message  for people: what was given, what was expected, what to do
     * @param metadata the figures of the message, for programs
     */
    record Rejected(RejectionReason reason, String message, Map<String, String> metadata) implements ItemOutcome {
        public Rejected {
            metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        }
    }
}
