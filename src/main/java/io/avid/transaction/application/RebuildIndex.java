package io.avid.transaction.application;

import io.avid.platform.security.Principal;

/** Writes an organisation's part of the index anew from its journal, while the old one answers. */
public final class RebuildIndex {

    private final OpenJournals journals;

    public RebuildIndex(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * @param transactions how many the new index holds
     * @param position     up to which journal position
     */
    public record Rebuilt(long transactions, long position) {
    }

    /** Rebuilds, and answers when the new part is the one that is asked. Doing it again does no harm. */
    public Rebuilt rebuild(Principal principal) {
        IndexFollower.Rebuilt rebuilt = journals.of(principal.organisation()).follower().rebuild();
        return new Rebuilt(rebuilt.transactions(), rebuilt.position());
    }
}
