package io.avid.statement.process;

import io.avid.statement.process.LedgerEntry.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A customer's account as module transaction publishes it. A test may let something happen before a
 * call, by its number, as postings do while a statement is being made.
 */
final class KeptLedger implements StatementLedger {
    static final String ACCOUNT = "accounts/anna-usd";
    static final String CUSTOMER = "customers/anna";

    final List<LedgerEntry> entries = new ArrayList<>();
    final List<CustomerAccount> accounts = new ArrayList<>(List.of(new CustomerAccount(ACCOUNT, "USD")));
    final AtomicInteger calls = new AtomicInteger();

    /** Transactions that the lists leave out: an index that lost them. */
    final List<String> lostByIndex = new ArrayList<>();
    long ageingTooMuchMinor;
    Runnable beforeCall = () -> { };
    private long position;

    synchronized void post(Kind kind, String date, long amountMinor) {
        position++;
        entries.add(new LedgerEntry("transactions/" + position, kind, LocalDate.parse(date), Optional.empty(), "R" + position,
                amountMinor, 1, position));
    }

    private void called() {
        calls.incrementAndGet();
        beforeCall.run();
    }

    @Override
    public synchronized List<CustomerAccount> accounts(String customer) {
        return customer.equals(CUSTOMER) ? List.copyOf(accounts) : List.of();
    }

    @Override
    public synchronized Balance balance(String account, LocalDate asOf) {
        called();
        List<LedgerEntry> until = entries.stream().filter(entry -> !entry.date().isAfter(asOf)).toList();
        return new Balance(sum(until), unallocated(until), until.size(), position);
    }

    @Override
    public synchronized Entries entries(String account, LocalDate from, LocalDate to, long position, int limit) {
        called();
        List<LedgerEntry> found = between(from, to);
        return found.size() > limit ? new Entries(List.of(), found.size()) : new Entries(found.reversed(), found.size());
    }

    @Override
    public synchronized long count(String account, LocalDate from, LocalDate to) {
        return between(from, to).size();
    }

    /** One item for all that is owed: nothing is allocated here. */
    @Override
    public synchronized List<OpenItem> openItems(String customer, String currencyCode, LocalDate asOf, long position) {
        called();
        List<LedgerEntry> until = entries.stream().filter(entry -> !entry.date().isAfter(asOf) && entry.position() <= position).toList();
        long open = sum(until) + unallocated(until) + ageingTooMuchMinor;
        return open == 0 ? List.of() : List.of(new OpenItem("R1", asOf.minusDays(40), asOf.minusDays(10), open, open, "1-30"));
    }

    private List<LedgerEntry> between(LocalDate from, LocalDate to) {
        return entries.stream()
                .filter(entry -> !entry.date().isBefore(from) && !entry.date().isAfter(to))
                .filter(entry -> !lostByIndex.contains(entry.transaction()))
                .toList();
    }

    private static long sum(List<LedgerEntry> entries) {
        return entries.stream().mapToLong(LedgerEntry::amountMinor).sum();
    }

    private static long unallocated(List<LedgerEntry> entries) {
        return Math.max(0, -sum(entries));
    }
}
