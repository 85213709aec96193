package io.avid.platform.process;

import io.avid.platform.error.Failure;

/**
 * A step over many items, done in chunks. After each chunk its cursor, counters and results are
 * written in one write; after a crash it is opened again at the last cursor written, so a chunk may
 * be done twice and must be safe to repeat.
 */
public non-sealed interface ItemStep extends Step {
    /**
     * Opens the items after a cursor.
     *
     * @param cursor empty at the beginning, else the cursor of the last chunk that was written
     * @throws Failure as in {@link CallStep#run}
     */
    Chunks open(StepContext context, String cursor);

    /** The chunks that remain; used by one thread. */
    interface Chunks extends AutoCloseable {
        /**
         * Does the next chunk. A second or so of work is a good size: a chunk is what is lost by a
         * crash and what a cancellation waits for.
         *
         * @param context with the counters as the chunks before left them
         * @throws Failure as in {@link CallStep#run}; the step is opened again at the last cursor
         */
        ChunkOutcome next(StepContext context);

        /** Lets go of what {@link ItemStep#open} took. */
        @Override
        default void close() {}
    }
}
