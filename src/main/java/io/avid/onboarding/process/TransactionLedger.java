package io.avid.onboarding.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an import needs of the module that keeps transactions. Failures are {@code io.avid.platform.error.Failure}. */
public interface TransactionLedger {
    /** How many transactions may be found at once. */
    int MOST_FOUND_AT_ONCE = 2_000;
    /** How many may be posted at once. */
    int MOST_POSTED_AT_ONCE = 1_000;

    /**
     * A transaction as it stands.
     *
     * @param customer resource name
     * @param dueDate of a charge
     * @param disputed as it is marked now
     * @param attributes as they are marked now
     * @param annotated whether its marks ever changed since it was posted
     */
    record FoundTransaction(String name, String customer, String currencyCode, long amountMinor,
            LocalDate effectiveDate, Optional<LocalDate> dueDate, String invoiceNumber, boolean disputed,
            Map<String, String> attributes, boolean annotated) {
        public FoundTransaction {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }
    }

    /** What is to be posted. */
    sealed interface Posting {
        String externalId();
    }

    /** What an invoice makes its customer owe. */
    record NewCharge(String externalId, String customer, String currencyCode, long amountMinor, LocalDate invoiceDate,
            LocalDate dueDate, String invoiceNumber, boolean disputed, Map<String, String> attributes)
            implements Posting {
        public NewCharge {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }
    }

    /** The whole payment settles the charge, which may stand earlier in the same batch. */
    record NewPayment(String externalId, String customer, String currencyCode, long amountMinor, LocalDate paidDate,
            String chargeExternalId) implements Posting {}

    /**
     * What is to be marked on a transaction; what is not given stays.
     *
     * @param externalId which; it may stand in the same batch
     */
    record NewMarks(String externalId, Optional<Boolean> disputed, Map<String, String> attributes) {
        public NewMarks {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }
    }

    /**
     * What became of a batch.
     *
     * @param postings one for each posting, in order
     * @param marks one for each of the marks, in order: {@link Posted} where something changed, {@link Existing}
     *     where all stood as given
     */
    record Outcomes(List<Outcome> postings, List<Outcome> marks) {
        public Outcomes {
            postings = List.copyOf(postings);
            marks = List.copyOf(marks);
        }
    }

    /** What became of one posting. */
    sealed interface Outcome {}

    /** It stands in the journal now, by this request. */
    record Posted() implements Outcome {}

    /** The same content was there already under this external id; its marks may be others. */
    record Existing() implements Outcome {}

    /** It was not posted; the reason is stable, the message for people. */
    record Refused(String reason, String message) implements Outcome {}

    /** Those that exist, by external id. */
    Map<String, FoundTransaction> find(Collection<String> externalIds);

    /**
     * Posts them in one commit, each with an outcome of its own, in order, and changes the marks after that. Repeating
     * the same with the same request id answers the same and changes nothing.
     *
     * @param validateOnly decide and answer as if posting, but post nothing
     */
    Outcomes post(List<Posting> postings, List<NewMarks> marks, String requestId, boolean validateOnly);
}
