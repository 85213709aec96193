package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.application.TransactionIndex.Indexed;
import io.avid.transaction.application.TransactionIndex.Marker;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.Block;
import io.avid.transaction.domain.TransactionId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an organisation's part of the index to where its journal is, and keeps it there.
 *
 * <p>A marker in the index says up to which block it is complete. The follower takes the blocks after it, has every transaction that
 * they posted or changed written anew from the state in memory, makes that visible and moves the marker. A document is written with the
 * journal's position as its version, and the index keeps the highest: so writing anything again, from here or from another process that
 * follows the same journal, changes nothing, and a crash between documents and marker only means that some are written twice.
 *
 * <p>When the index does not answer, the follower tries again, less and less often. Nothing is lost: the journal is the queue.
 *
 * <p>A rebuild writes every transaction into a new generation, which nobody asks yet, while questions and following go on with the old
 * one; then it holds the follower back for a moment, writes what was committed meanwhile, and moves the marker to the new generation.
 */
final class IndexFollower {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);
    private static final int BLOCKS_A_ROUND = 64;
    private static final int TRANSACTIONS_A_WRITE = 500;
    private static final int TRANSACTIONS_A_MARK = 2_000;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final OpenJournal journal;
    private final TransactionIndex index;
    private final JournalSettings settings;
    private final ReentrantLock following = new ReentrantLock();
    private final Signal advanced = new Signal();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<Marker> marker = Optional.empty();
    private volatile Optional<Failure> trouble = Optional.empty();

    IndexFollower(OpenJournal journal, TransactionIndex index, JournalSettings settings) {
        this.journal = journal;
        this.index = index;
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("index-follower-" + journal.organisation()).start(this::run);
    }

    /** How many positions the index is behind; all of them while the marker is unknown. */
    long lagPositions() {
        return journal.position() - marker.map(Marker::position).orElse(0L);
    }

    boolean isIdle() {
        return lagPositions() == 0;
    }

    void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the index has everything up to a position.
     *
     * @throws Failure UNAVAILABLE when it has not by then
     */
    private void await(long position, long timeoutMillis) throws InterruptedException {
        if (!advanced.await(() -> marker.isPresent() && marker.get().position() >= position, timeoutMillis)) {
            throw trouble.orElseGet(() -> Failure.unavailable("The index of transactions (it has not reached journal position " + position
                    + " yet; it is at " + marker.map(Marker::position).orElse(0L) + ")", new IllegalStateException("behind")));
        }
    }

    /**
     * The marker as the index has it, at or after a position: what a question is asked on. It is read anew each time, since another
     * process may have switched the generation.
     */
    Marker current(long position, long timeoutMillis) throws InterruptedException {
        await(position, timeoutMillis);
        Marker now = index.marker(journal.organisation()).orElse(Marker.NOTHING);
        if (now.position() >= position) {
            return now;
        }
        forget();
        await(position, timeoutMillis);
        return marker.orElseThrow();
    }

    private void run() {
        long pauseMillis = settings.followIntervalMillis();
        try {
            while (!closed) {
                try {
                    follow();
                    trouble = Optional.empty();
                    pauseMillis = settings.followIntervalMillis();
                    long seen = marker.map(Marker::position).orElse(0L);
                    if (!journal.grown().await(() -> marker.isEmpty() || journal.position() > seen, pauseMillis)) {
                        journal.catchUp();
                    }
                } catch (Failure failure) {
                    if (closed) {
                        return;
                    }
                    trouble = Optional.of(failure);
                    LOG.atWarn().addKeyValue("organisation", journal.organisation()).addKeyValue("lag_positions", lagPositions())
                            .addKeyValue("retry_millis", pauseMillis).addKeyValue("cause", String.valueOf(failure.getCause())).log("The index of transactions cannot follow; it is tried again");
                    pauseMillis = pause(pauseMillis);
                } catch (RuntimeException e) {
                    if (closed) {
                        return;
                    }
                    trouble = Optional.of(Failure.of(FailureKind.INTERNAL, "INTERNAL_DEFECT", "The index of transactions cannot follow the journal.",
                            Map.of(), e));
                    LOG.atError().addKeyValue("organisation", journal.organisation()).setCause(e).log("The index of transactions cannot follow");
                    pauseMillis = pause(pauseMillis);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long pause(long pauseMillis) throws InterruptedException {
        // Nobody raises it: a pause that an interrupt ends.
        new Signal().await(() -> false, pauseMillis);
        return Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }

    private void follow() {
        following.lock();
        try {
            if (marker.isEmpty()) {
                index.prepare();
                setMarker(index.marker(journal.organisation()).orElse(Marker.NOTHING));
            }
            Marker now = marker.orElseThrow();
            for (Optional<Block> written = writeSome(now); written.isPresent(); written = writeSome(now)) {
                Block last = written.get();
                Optional<Marker> moved = index.mark(journal.organisation(), new Marker(now.generation(), last.n(), last.lastPosition(), now.version()));
                if (moved.isEmpty()) {
                    // Another process follows too, or rebuilt, or the index was dropped: begin with what it says now.
                    index.prepare();
                    moved = Optional.of(index.marker(journal.organisation()).orElse(Marker.NOTHING));
                }
                now = moved.get();
                setMarker(now);
            }
        } finally {
            following.unlock();
        }
    }

    /**
     * Writes what came after the marker, until nothing is left or it is much: to make it visible costs the index as much for one
     * transaction as for a thousand. The last block that is written; empty when there was none.
     */
    private Optional<Block> writeSome(Marker now) {
        Optional<Block> last = Optional.empty();
        int transactions = 0;
        for (List<StoredBlock> blocks = journal.blocksFrom(now.block() + 1, BLOCKS_A_ROUND); !blocks.isEmpty() && transactions < TRANSACTIONS_A_MARK;
                blocks = journal.blocksFrom(last.get().n() + 1, BLOCKS_A_ROUND)) {
            transactions += write(now.generation(), blocks);
            last = Optional.of(blocks.getLast().block());
        }
        return last;
    }

    private void setMarker(Marker now) {
        marker = Optional.of(now);
        advanced.raise();
    }

    private int write(int generation, List<StoredBlock> blocks) {
        Set<TransactionId> touched = new LinkedHashSet<>();
        blocks.forEach(block -> touched.addAll(journal.read(state -> state.touchedBy(block.block()))));
        List<TransactionId> ids = List.copyOf(touched);
        for (int from = 0; from < ids.size(); from += TRANSACTIONS_A_WRITE) {
            List<TransactionId> some = ids.subList(from, Math.min(ids.size(), from + TRANSACTIONS_A_WRITE));
            record Read(long position, List<Indexed> transactions) {
            }
            Read read = journal.read(state -> new Read(state.position(),
                    some.stream().map(id -> Indexed.of(state, state.transaction(id).orElseThrow())).toList()));
            index.write(new Part(journal.organisation(), generation), read.position(), read.transactions());
        }
        return ids.size();
    }

    /** Forgets what is known of the index and starts from what it says now: it says something else than this follower did. */
    void forget() {
        marker = Optional.empty();
        journal.grown().raise();
    }

    /** Writes everything into a new generation and has it answer from then on; how many transactions it has, and up to which position. */
    Rebuilt rebuild() {
        index.prepare();
        int current = index.marker(journal.organisation()).orElse(Marker.NOTHING).generation();
        Part next = new Part(journal.organisation(), current + 1);
        record Start(long block, int transactions) {
        }
        Start start = journal.read(state -> new Start(state.blocks(), state.transactions()));
        for (int from = 0; from < start.transactions(); from += TRANSACTIONS_A_WRITE) {
            int first = from;
            record Read(long position, List<Indexed> transactions) {
            }
            Read read = journal.read(state -> new Read(state.position(), state.transactions(first, TRANSACTIONS_A_WRITE).stream()
                    .map(posted -> Indexed.of(state, posted)).toList()));
            index.write(next, read.position(), read.transactions());
        }
        following.lock();
        try {
            long block = start.block();
            for (List<StoredBlock> blocks = journal.blocksFrom(block + 1, BLOCKS_A_ROUND); !blocks.isEmpty();
                    blocks = journal.blocksFrom(block + 1, BLOCKS_A_ROUND)) {
                write(next.generation(), blocks);
                block = blocks.getLast().block().n();
            }
            // The last position of that block, not of the state, which may be ahead again.
            long position = block == 0 ? 0 : journal.blocksFrom(block, 1).getFirst().block().lastPosition();
            Marker before = index.marker(journal.organisation()).orElse(Marker.NOTHING);
            setMarker(index.mark(journal.organisation(), new Marker(next.generation(), block, position, before.version()))
                    .orElseThrow(() -> Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN",
                            "Another process moved the index at the same moment. The old one still answers; ask for the rebuild again.", Map.of())));
        } finally {
            following.unlock();
        }
        index.removeOtherGenerations(next);
        return new Rebuilt(journal.read(state -> state.transactions()), marker.orElseThrow().position());
    }

    /**
     * @param transactions how many the new generation has
     * @param position     up to which position
     */
    record Rebuilt(long transactions, long position) {
    }
}
