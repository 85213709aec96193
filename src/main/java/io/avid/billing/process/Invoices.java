package io.avid.billing.process;

import java.time.LocalDate;
import java.util.Optional;

/** What billing needs of the module that keeps invoices. Failures are {@code io.avid.platform.error.Failure}. */
public interface Invoices {
    /** Where an invoice stands. */
    enum State {
        DRAFT,
        ISSUED,
        VOID
    }

    /**
     * An invoice as it stands.
     *
     * @param number empty while it is a draft
     * @param totalMinor what it comes to, whole minor units
     * @param issueDate absent on a draft that names none
     * @param dueDate likewise
     * @param charge in the ledger, by resource name; empty until it is linked
     * @param document its PDF, by resource name; empty until it is linked
     */
    record Billed(String name, State state, String number, String customer, String currencyCode, long totalMinor,
            Optional<LocalDate> issueDate, Optional<LocalDate> dueDate, String charge, String document) {}

    /** One by name; NOT_FOUND. */
    Billed get(String invoice);

    /** Gives a draft its number; FAILED_PRECONDITION (INVOICE_STATE_UNFIT) where it has one. */
    Billed issue(String draft, String requestId);

    /** Names what was made for it; what is empty stays. */
    void link(String invoice, String charge, String document, String requestId);

    /** Tells how much is settled, as of a position of the ledger. */
    void recordSettlement(String invoice, long settledMinor, long position, String requestId);

    /** Reserves it for a holder; FAILED_PRECONDITION (INVOICE_RESERVED) where another has it. */
    Billed reserve(String invoice, String holder, String requestId);

    /** Ends a holder's reservation, or has it not take effect when it comes. */
    void release(String invoice, String holder, String reserveRequestId, String requestId);

    /** Withdraws it, which its holder reserved. */
    void withdraw(String invoice, String holder, String reason, String requestId);
}
