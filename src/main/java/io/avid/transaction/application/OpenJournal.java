package io.avid.transaction.application;

import io.avid.transaction.domain.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An organisation's journal in memory, guarded: many read, one at a time goes forward.
 *
 * <p>Two locks. Who holds {@code forward} alone may add a block (the writer) or read blocks of other processes (anyone); it is held over
 * calls to the store. The read-write lock is held only while memory is read or changed, never over a call.
 */
final class OpenJournal {

    private static final int BLOCKS_A_READ = 64;
    private static final int RECENT_BLOCKS = 256;

    private final Journal journal;
    private final BlockStore store;
    private final Consumer<String> committed;
    private final ReentrantLock forward = new ReentrantLock();
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();
    private final Deque<StoredBlock> recent = new ArrayDeque<>();
    private final Signal grown = new Signal();
    private volatile long position;

    private OpenJournal(Journal journal, BlockStore store, Consumer<String> committed) {
        this.journal = journal;
        this.store = store;
        this.committed = committed;
        this.position = journal.position();
    }

    /** Opens from a state and reads what came after it. */
    static OpenJournal open(Journal journal, BlockStore store, Consumer<String> committed) {
        OpenJournal open = new OpenJournal(journal, store, committed);
        open.catchUp();
        return open;
    }

    String organisation() {
        return journal.organisation();
    }

    /** The last position; may be asked without waiting. */
    long position() {
        return position;
    }

    /** Told whenever a block was added. */
    Signal grown() {
        return grown;
    }

    /** Reads one consistent state. */
    <T> T read(Function<Journal, T> read) {
        memory.readLock().lock();
        try {
            return read.apply(journal);
        } finally {
            memory.readLock().unlock();
        }
    }

    /** Finds something; what is not there may have been written by another process a moment ago, so the store is asked before the answer is no. */
    <T> Optional<T> find(Function<Journal, Optional<T>> find) {
        Optional<T> found = read(find);
        if (found.isPresent()) {
            return found;
        }
        long known = position;
        catchUp();
        return position == known ? found : read(find);
    }

    /** Does something as the only one that may go forward; {@code work} may read the journal without any further lock. */
    <T> T alone(Function<Journal, T> work) {
        forward.lock();
        try {
            return work.apply(journal);
        } finally {
            forward.unlock();
        }
    }

    /** Adds a block that is in the store; the caller is {@link #alone}. */
    void add(StoredBlock block) {
        if (!forward.isHeldByCurrentThread()) {
            throw new IllegalStateException("Only who goes forward alone adds a block.");
        }
        memory.writeLock().lock();
        try {
            journal.apply(block.block(), block.hash());
            recent.addLast(block);
            if (recent.size() > RECENT_BLOCKS) {
                recent.removeFirst();
            }
            position = journal.position();
        } finally {
            memory.writeLock().unlock();
        }
        grown.raise();
        committed.accept(journal.organisation());
    }

    /** Reads the blocks that other processes wrote. */
    void catchUp() {
        alone(state -> {
            // Mostly there is nothing; so one is asked for, and only then many.
            int limit = 1;
            List<StoredBlock> blocks = store.findFrom(state.organisation(), state.blocks() + 1, limit);
            while (!blocks.isEmpty()) {
                blocks.forEach(this::add);
                boolean mayBeMore = blocks.size() == limit;
                limit = BLOCKS_A_READ;
                blocks = mayBeMore ? store.findFrom(state.organisation(), state.blocks() + 1, limit) : List.of();
            }
            return null;
        });
    }

    /** Blocks from {@code n} on that are in this state, in order, at most {@code limit}; from memory where they are recent. */
    List<StoredBlock> blocksFrom(long n, int limit) {
        List<StoredBlock> found = new ArrayList<>();
        memory.readLock().lock();
        try {
            if (n > journal.blocks()) {
                return List.of();
            }
            if (!recent.isEmpty() && recent.getFirst().block().n() <= n) {
                for (StoredBlock block : recent) {
                    if (block.block().n() >= n && found.size() < limit) {
                        found.add(block);
                    }
                }
                return found;
            }
        } finally {
            memory.readLock().unlock();
        }
        return store.findFrom(organisation(), n, limit).stream().filter(block -> block.block().lastPosition() <= position).toList();
    }
}
