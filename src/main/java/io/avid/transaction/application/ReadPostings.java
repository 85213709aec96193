package io.avid.transaction.application;

import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.PostedTransaction;
import java.util.List;
import java.util.Set;

/** Reads what was posted in the order of positions: the journal as its own outbox. */
public final class ReadPostings {

    private final OpenJournals journals;
    private final BlockStore blocks;

    public ReadPostings(OpenJournals journals, BlockStore blocks) {
        this.journals = journals;
        this.blocks = blocks;
    }

    /** The organisations that have a journal. */
    public Set<String> organisations() {
        return blocks.organisations();
    }

    /** What an organisation posted after a position, at most so many. */
    public List<PostedTransaction> after(String organisation, long position, int limit) {
        return journals.readAfter(organisation, position, journal -> journal.transactionsAfter(position, limit)).orElse(List.of());
    }

    /** The position of the last posting of an organisation; 0 when there is none. */
    public long lastPosition(String organisation) {
        return journals.readAfter(organisation, -1, journal -> last(journal)).orElse(0L);
    }

    private static long last(Journal journal) {
        List<PostedTransaction> last = journal.transactions() == 0 ? List.of() : journal.transactions(journal.transactions() - 1, 1);
        return last.isEmpty() ? 0 : last.getFirst().position();
    }
}
