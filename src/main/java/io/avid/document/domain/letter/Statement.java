package io.avid.document.domain.letter;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A statement of account over a period. Positive balances are owed to the issuer. Texts may be empty.
 *
 * @param number its number
 * @param issueDate when it was issued
 * @param from first day of the period
 * @param to last day of the period
 * @param currency of all amounts
 * @param openingMinor balance before the first day
 * @param entries what happened, by date
 * @param closingMinor balance after the last
 * @param ageing what is open by how late it is
 * @param openItems the same, each by itself
 * @param note a word to the customer
 * @param paymentReference to be quoted in a transfer
 * @param paymentLink where it can be paid
 */
public record Statement(String number, LocalDate issueDate, LocalDate from, LocalDate to, Currency currency, long openingMinor,
        List<Entry> entries, long closingMinor, Optional<Ageing> ageing, OpenItems openItems, String note, String paymentReference, String paymentLink)
        implements Letter.Content {
    public Statement {
        entries = List.copyOf(entries);
    }

    /** What an entry is. */
    public enum EntryKind {
        UNKNOWN, INVOICE, PAYMENT, CREDIT, REFUND, FEE, DISPUTE, WRITE_OFF, REVERSAL
    }

    /**
     * One entry.
     *
     * @param date when
     * @param kind what it is
     * @param number for people
     * @param description more about it
     * @param dueDate when an invoice is due
     * @param debitMinor what the customer owes more
     * @param creditMinor what the customer owes less
     * @param balanceMinor the balance after it
     */
    public record Entry(LocalDate date, EntryKind kind, String number, String description, Optional<LocalDate> dueDate,
            OptionalLong debitMinor, OptionalLong creditMinor, long balanceMinor) {}

    /**
     * Open items by days late.
     *
     * @param currentMinor not late
     * @param days1To30Minor 1 to 30 days
     * @param days31To60Minor 31 to 60 days
     * @param days61To90Minor 61 to 90 days
     * @param over90DaysMinor more than 90 days
     * @param unallocatedMinor payments and credits that settle nothing yet
     */
    public record Ageing(long currentMinor, long days1To30Minor, long days31To60Minor, long days61To90Minor, long over90DaysMinor,
            OptionalLong unallocatedMinor) {
        /** The five, from not late to latest. */
        public List<Long> buckets() {
            return List.of(currentMinor, days1To30Minor, days31To60Minor, days61To90Minor, over90DaysMinor);
        }
    }

    /**
     * What is open, each by itself.
     *
     * @param listed longest overdue first
     * @param further how many more there are
     * @param furtherMinor what is owed on those
     */
    public record OpenItems(List<OpenItem> listed, int further, long furtherMinor) {
        /** None are printed. */
        public static final OpenItems NONE = new OpenItems(List.of(), 0, 0);

        public OpenItems {
            listed = List.copyOf(listed);
        }

        /** What is owed on all of them. */
        BigInteger sum() {
            return listed.stream().map(item -> BigInteger.valueOf(item.openMinor())).reduce(BigInteger.valueOf(furtherMinor), BigInteger::add);
        }
    }

    /**
     * One of them.
     *
     * @param number for people
     * @param date when it was issued
     * @param dueDate when it is due
     * @param amountMinor what was billed
     * @param openMinor what of it is owed
     */
    public record OpenItem(String number, LocalDate date, LocalDate dueDate, long amountMinor, long openMinor) {
        /** By how many days it is late on a day; 0 before it is. */
        public long daysLate(LocalDate day) {
            return Math.max(0, ChronoUnit.DAYS.between(dueDate, day));
        }
    }

    @Override
    public void check(Agreement agreement) {
        agreement.notBefore("statement.to_date", to, from, "the period's first day");
        BigInteger balance = BigInteger.valueOf(openingMinor);
        LocalDate last = from;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String field = "statement.entries[" + i + "]";
            agreement.notBefore(field + ".date", entry.date(), last, i == 0 ? "the period's first day" : "the entry above it");
            agreement.notAfter(field + ".date", entry.date(), to, "the period's last day");
            agreement.notNegative(field + ".debit", entry.debitMinor());
            agreement.notNegative(field + ".credit", entry.creditMinor());
            balance = balance.add(BigInteger.valueOf(entry.debitMinor().orElse(0)))
                    .subtract(BigInteger.valueOf(entry.creditMinor().orElse(0)));
            agreement.equal(field + ".balance", entry.balanceMinor(), balance, "the entries up to this one");
            last = entry.date().isAfter(last) ? entry.date() : last;
        }
        agreement.equal("statement.closing_balance", closingMinor, balance, "the opening balance and the entries");
        ageing.ifPresent(open -> {
            agreement.notNegative("statement.ageing.unallocated", open.unallocatedMinor());
            BigInteger made = open.buckets().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add)
                    .subtract(BigInteger.valueOf(open.unallocatedMinor().orElse(0)));
            agreement.equal("statement.closing_balance", closingMinor, made, "the ageing's buckets less what is unallocated");
        });
        if (!openItems.listed().isEmpty() || openItems.further() > 0) {
            long unallocated = ageing.map(Ageing::unallocatedMinor).orElse(OptionalLong.empty()).orElse(0);
            agreement.equal("statement.closing_balance", closingMinor, openItems.sum().subtract(BigInteger.valueOf(unallocated)),
                    "the open items less what is unallocated");
        }
        for (int i = 0; i < openItems.listed().size(); i++) {
            OpenItem item = openItems.listed().get(i);
            String field = "statement.open_items[" + i + "]";
            agreement.notNegative(field + ".open", item.openMinor());
            agreement.notAfter(field + ".date", item.date(), to, "the period's last day");
        }
    }
}
