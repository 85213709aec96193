package io.avid.statement.process;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What one transaction moves on an account.
 *
 * @param transaction its resource name
 * @param kind which fact it is
 * @param date its business date
 * @param dueDate a charge's due date
 * @param number the number on the invoice, or empty
 * @param amountMinor its entries on the account in all: debit positive, credit negative; whole minor units
 * @param entries how many entries those are
 * @param position where it stands in the journal
 */
public record LedgerEntry(String transaction, Kind kind, LocalDate date, Optional<LocalDate> dueDate, String number,
        long amountMinor, int entries, long position) {
    /** The order of a statement: by date, and within a day as they were posted. */
    static final Comparator<LedgerEntry> OLDEST_FIRST =
            Comparator.comparing(LedgerEntry::date).thenComparingLong(LedgerEntry::position);

    /** What moves a customer's account. */
    public enum Kind {
        CHARGE,
        PAYMENT,
        CREDIT,
        REVERSAL,
        REFUND,
        /** The payer's bank took a payment back, or gave it again. */
        DISPUTE
    }

    public LedgerEntry {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(dueDate, "dueDate");
        Objects.requireNonNull(number, "number");
    }
}
