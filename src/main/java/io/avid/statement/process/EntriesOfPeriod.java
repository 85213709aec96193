package io.avid.statement.process;

import io.avid.statement.process.StatementLedger.Entries;
import java.util.List;

/** A statement's entries at a position of the journal, oldest first: the same whenever they are read. */
final class EntriesOfPeriod {
    private EntriesOfPeriod() {}

    static List<LedgerEntry> read(StatementLedger ledger, StatementOrder order, long position) {
        Entries read = ledger.entries(order.account(), order.from(), order.to(), position, StatementLength.LIMIT);
        StatementLength.require(read.total());
        return read.entries().stream()
                .filter(entry -> entry.position() <= position)
                .sorted(LedgerEntry.OLDEST_FIRST)
                .toList();
    }
}
