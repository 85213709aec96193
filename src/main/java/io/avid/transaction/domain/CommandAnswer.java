package io.avid.transaction.domain;

import java.util.List;

/** What a command is answered. */
public sealed interface CommandAnswer {

    /**
     * It was decided.
     *
     * @param outcomes one for each item, in order
     * @param position the journal position that holds all of it
     */
    record Decided(List<ItemOutcome> outcomes, long position) implements CommandAnswer {
        public Decided {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** The request id came before, with other content; nothing was done. */
    record RequestIdReused(String method, String requestId) implements CommandAnswer {
    }

    /**
     * Its facts do not fit into the block with what is there already; nothing was done. A command that does not fit into an empty block
     * fits into none.
     *
     * @param bytes how many its facts take
     */
    record DoesNotFit(int bytes) implements CommandAnswer {
    }
}
