package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.transaction.domain.DamagedJournalException;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.UnknownFactException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals that are in memory: opened at their first use, released when nobody used them for a while.
 */
public final class OpenJournals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenJournals.class);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final long START_PAUSE_MILLIS = 3_000;
    private static final long LOOK_INTERVAL_MILLIS = 5_000;

    /** What belongs to an organisation while its journal is open. */
    static final class Opened {
        private final OpenJournal journal;
        private final JournalWriter writer;
        private final IndexFollower follower;
        private final KeepSnapshots snapshots;
        private volatile Instant lastUse;

        private Opened(OpenJournal journal, JournalWriter writer, IndexFollower follower, KeepSnapshots snapshots, Instant lastUse) {
            this.journal = journal;
            this.writer = writer;
            this.follower = follower;
            this.snapshots = snapshots;
            this.lastUse = lastUse;
        }

        OpenJournal journal() {
            return journal;
        }

        JournalWriter writer() {
            return writer;
        }

        IndexFollower follower() {
            return follower;
        }

        private void close() {
            writer.close();
            follower.close();
            snapshots.close();
        }
    }

    /** Where a journal ended when it was released. */
    private record End(long blocks, long position) {
    }

    private final BlockStore blocks;
    private final SnapshotStore snapshots;
    private final TransactionIndex index;
    private final InstantSource clock;
    private final JournalSettings settings;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private final Map<String, End> released = new ConcurrentHashMap<>();
    private final Signal closing = new Signal();
    private final Consumer<String> committed;
    private final Thread keeper;
    private volatile boolean closed;

    /** @param committed told of an organisation whose journal has grown; it must return at once */
    public OpenJournals(BlockStore blocks, SnapshotStore snapshots, TransactionIndex index, InstantSource clock, JournalSettings settings,
            Consumer<String> committed) {
        this.committed = committed;
        this.blocks = blocks;
        this.snapshots = snapshots;
        this.index = index;
        this.clock = clock;
        this.settings = settings;
        this.keeper = Thread.ofVirtual().name("journal-keeper").start(this::keep);
    }

    /** The organisation's journal, opened where it is not. */
    Opened of(String organisation) {
        Opened found = opened.computeIfAbsent(organisation, this::open);
        found.lastUse = clock.instant();
        return found;
    }

    /**
     * Reads a journal for background work, which does not count as use: one that was released is opened only if something came after
     * the position; empty otherwise.
     */
    <T> Optional<T> readAfter(String organisation, long position, Function<Journal, T> read) {
        Opened open = opened.get(organisation);
        if (open == null) {
            End end = released.get(organisation);
            if (end != null && end.position() <= position && blocks.find(organisation, end.blocks() + 1).isEmpty()) {
                return Optional.empty();
            }
            open = of(organisation);
        }
        return Optional.of(open.journal().read(read));
    }

    /** How far the index is behind over all open journals, in positions. */
    public long largestIndexLagPositions() {
        return opened.values().stream().mapToLong(journal -> journal.follower().lagPositions()).max().orElse(0);
    }

    /** How many journals are in memory. */
    public int count() {
        return opened.size();
    }

    private Opened open(String organisation) {
        Journal state = restored(organisation).orElseGet(() -> Journal.empty(organisation));
        long snapshotPosition = state.position();
        OpenJournal journal = OpenJournal.open(state, blocks, committed);
        return new Opened(journal, new JournalWriter(journal, blocks, clock, settings), new IndexFollower(journal, index, settings),
                new KeepSnapshots(journal, snapshots, settings, snapshotPosition), clock.instant());
    }

    private Optional<Journal> restored(String organisation) {
        Optional<byte[]> state = snapshots.find(organisation);
        try {
            return state.map(Journal::fromSnapshot);
        } catch (DamagedJournalException | UnknownFactException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("organisation", organisation).setCause(e).log("A snapshot cannot be read; every block is read instead");
            return Optional.empty();
        }
    }

    /** Opens what the index has not followed to its end, and releases what is idle. */
    private void keep() {
        boolean resumed = false;
        try {
            // Nobody waits for it, and a process that starts has better things to do first.
            closing.await(() -> false, START_PAUSE_MILLIS);
            while (!closed) {
                try {
                    if (!resumed) {
                        resume();
                        resumed = true;
                    }
                    releaseIdle();
                } catch (Failure failure) {
                    if (closed) {
                        return;
                    }
                    LOG.atWarn().addKeyValue("cause", String.valueOf(failure.getCause())).log("The journals cannot be looked after now; it is tried again");
                } catch (RuntimeException e) {
                    if (closed) {
                        return;
                    }
                    LOG.atError().setCause(e).log("The journals cannot be looked after; it is tried again");
                }
                closing.await(() -> false, Math.min(settings.idleMillis(), LOOK_INTERVAL_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume() {
        index.prepare();
        for (String organisation : blocks.organisations()) {
            long indexed = index.marker(organisation).map(TransactionIndex.Marker::block).orElse(0L);
            if (blocks.find(organisation, indexed + 1).isPresent()) {
                of(organisation);
            }
        }
    }

    private void releaseIdle() {
        Instant oldest = clock.instant().minusMillis(settings.idleMillis());
        opened.forEach((organisation, journal) -> {
            if (journal.lastUse.isBefore(oldest) && journal.writer().isIdle() && journal.follower().isIdle()) {
                released.put(organisation, journal.journal().read(state -> new End(state.blocks(), state.position())));
                opened.remove(organisation, journal);
                journal.close();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            keeper.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        opened.values().forEach(Opened::close);
    }
}
