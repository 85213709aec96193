package io.avid.statement.process;

import java.time.LocalDate;
import java.util.List;

/** What a statement needs of the ledger. Each answer is as of the moment of the call unless it says otherwise. */
public interface StatementLedger {
    /** A customer's account of one currency. */
    record CustomerAccount(String name, String currencyCode) {}

    /**
     * An account as of the end of a day.
     *
     * @param balanceMinor sum of its entries up to and with the day; whole minor units
     * @param unallocatedMinor what of it was paid or credited and settles nothing yet, positive
     * @param entries how many entries that is
     * @param position journal position that the figures include
     */
    record Balance(long balanceMinor, long unallocatedMinor, long entries, long position) {}

    /** Some of the entries, and how many transactions there are in all. */
    record Entries(List<LedgerEntry> entries, long total) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A customer's accounts, one for each currency that something was posted in.
     *
     * @throws io.avid.platform.error.Failure UNAVAILABLE and whatever else the ledger answers
     */
    List<CustomerAccount> accounts(String customer);

    /** An account as of the end of a day. */
    Balance balance(String account, LocalDate asOf);

    /**
     * An account's transactions with a date from one day to another, both included, in any order: all of them, or none
     * where there are more than the limit.
     *
     * @param position of the journal, which the answer includes at least
     */
    Entries entries(String account, LocalDate from, LocalDate to, long position, int limit);

    /** How many transactions an account has with a date from one day to another. */
    long count(String account, LocalDate from, LocalDate to);

    /**
     * What a customer owed at the end of a day on each open item of one currency, longest overdue first.
     *
     * @param position of the journal: as it was known there, whatever was posted later
     */
    List<OpenItem> openItems(String customer, String currencyCode, LocalDate asOf, long position);
}
