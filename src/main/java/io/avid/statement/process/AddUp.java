package io.avid.statement.process;

import io.avid.statement.process.StatementLedger.Balance;
import java.util.List;
import java.util.Optional;

/**
 * Whether what was read of an account adds up. Three things must: the entries lead from the opening to
 * the closing balance; they are as many as the account counts, so that none that sum to zero is missing;
 * and the open items, less what is unallocated, are the closing balance, so that the ageing is of the
 * same day and the same ledger.
 */
final class AddUp {
    /**
     * What does not.
     *
     * @param figure which
     * @param expected by the other figures
     * @param actual as read
     */
    record Difference(String figure, long expected, long actual) {}

    private AddUp() {}

    static Optional<Difference> differenceIn(Balance opening, Balance closing, List<LedgerEntry> entries, OpenByAge open) {
        return differenceIn(opening.balanceMinor(), closing.balanceMinor(), entries)
                .or(() -> difference("entries", closing.entries() - opening.entries(),
                        entries.stream().mapToLong(LedgerEntry::entries).sum()))
                .or(() -> difference("open_items", Math.addExact(closing.balanceMinor(), closing.unallocatedMinor()),
                        open.totalMinor()));
    }

    static Optional<Difference> differenceIn(long openingMinor, long closingMinor, List<LedgerEntry> entries) {
        long sum = openingMinor;
        for (LedgerEntry entry : entries) {
            sum = Math.addExact(sum, entry.amountMinor());
        }
        return difference("closing_balance", sum, closingMinor);
    }

    private static Optional<Difference> difference(String figure, long expected, long actual) {
        return expected == actual ? Optional.empty() : Optional.of(new Difference(figure, expected, actual));
    }
}
