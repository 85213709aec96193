package io.avid.transaction.application;

import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.PublishedFact;
import io.avid.transaction.domain.Transaction;
import io.avid.transaction.domain.TransactionId;
import java.util.List;
import java.util.Set;

/** Reads what others are told of in the order of positions: the journal as its own outbox. */
public final class ReadPublishedFacts {

    private final OpenJournals journals;
    private final BlockStore blocks;

    public ReadPublishedFacts(OpenJournals journals, BlockStore blocks) {
        this.journals = journals;
        this.blocks = blocks;
    }

    /**
     * A published fact with what is told of it.
     *
     * @param fact           what happened
     * @param transaction    whose event it is
     * @param changedCharges of which another amount remains since
     * @param changedMarks   names of the marks that changed
     */
    public record Told(PublishedFact fact, Transaction transaction, Set<TransactionId> changedCharges, List<String> changedMarks) {
        private static Told of(Journal journal, PublishedFact fact) {
            PostedTransaction posted = journal.transaction(fact.transaction()).orElseThrow();
            List<String> changedMarks = posted.annotations().stream()
                    .filter(annotation -> fact.what() == PublishedFact.What.ANNOTATED && annotation.position() == fact.position())
                    .flatMap(annotation -> annotation.before().differencesTo(annotation.after()).stream()).toList();
            return new Told(fact, posted.transaction(), journal.chargesChangedBy(fact), changedMarks);
        }
    }

    /** The organisations that have a journal. */
    public Set<String> organisations() {
        return blocks.organisations();
    }

    /** What happened in an organisation after a position, at most so much. */
    public List<Told> after(String organisation, long position, int limit) {
        return journals.readAfter(organisation, position,
                journal -> journal.publishedAfter(position, limit).stream().map(fact -> Told.of(journal, fact)).toList()).orElse(List.of());
    }

    /** The position of the last that an organisation has; 0 when there is none. */
    public long lastPosition(String organisation) {
        return journals.readAfter(organisation, -1, Journal::lastPublishedPosition).orElse(0L);
    }
}
