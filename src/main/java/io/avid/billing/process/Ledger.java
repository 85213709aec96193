package io.avid.billing.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What billing needs of the module that keeps transactions. Failures are {@code io.avid.platform.error.Failure}. */
public interface Ledger {
    /**
     * A transaction as it stands.
     *
     * @param remainingMinor of a charge what is owed, of a payment what settles nothing; 0 for what has neither
     * @param reversed whether it was undone
     * @param position of the ledger, at which it was posted
     */
    record Entry(String name, String externalId, String customer, String currencyCode, long amountMinor,
            long remainingMinor, boolean reversed, long position) {}

    /** What is to be posted; its external id makes it one however often it is posted. */
    sealed interface Posting {
        String externalId();
    }

    /** What an invoice makes its customer owe. */
    record Charge(String externalId, String customer, String currencyCode, long amountMinor, LocalDate date,
            LocalDate dueDate, String invoiceNumber) implements Posting {}

    /**
     * Money that arrived at Stripe.
     *
     * @param settles the charge that it settles and how much of it; the rest settles nothing
     */
    record Payment(String externalId, String customer, String currencyCode, long amountMinor, LocalDate date,
            Optional<Settles> settles) implements Posting {}

    /** What Stripe keeps for a payment. */
    record Fee(String externalId, String customer, String currencyCode, long amountMinor, LocalDate date)
            implements Posting {}

    /** Money of a payment that went back. */
    record Refund(String externalId, String customer, String currencyCode, long amountMinor, LocalDate date,
            String paymentExternalId) implements Posting {}

    /** What the customer need not pay. */
    record Credit(String externalId, String customer, String currencyCode, long amountMinor, LocalDate date,
            Settles settles) implements Posting {}

    /** Which charge, by external id, and how much of it. */
    record Settles(String chargeExternalId, long amountMinor) {}

    /** What became of one posting. */
    sealed interface Outcome {}

    /** It is in the ledger, by this request or one before. */
    record Posted(String transaction) implements Outcome {}

    /** It is not; the reason is stable, the message for people. */
    record Refused(String reason, String message) implements Outcome {}

    /** Those that exist, by external id. */
    Map<String, Entry> find(Collection<String> externalIds);

    /** One by name; NOT_FOUND. */
    Entry get(String transaction);

    /**
     * What became of postings.
     *
     * @param outcomes one for each, in order
     * @param position of the ledger that includes them
     */
    record Batch(List<Outcome> outcomes, long position) {
        public Batch {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Posts in one commit, each with an outcome of its own. */
    Batch post(List<Posting> postings, String requestId);

    /** Marks a charge as one that the customer disputes, or no longer. */
    void markDisputed(String charge, boolean disputed, String requestId);

    /** Undoes a transaction; one that is undone stays so. */
    void reverse(String transaction, LocalDate date, String requestId);
}
