package io.avid.transaction.application;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state of a journal now and then. A snapshot costs as much as the journal is large, so the next one waits until the journal
 * has grown by a tenth: what all of them cost together then stays in proportion to the journal.
 */
final class KeepSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(KeepSnapshots.class);
    private static final int SHARE_OF_JOURNAL = 10;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final OpenJournal journal;
    private final SnapshotStore store;
    private final JournalSettings settings;
    private final long keptPosition;
    private final Thread thread;
    private volatile boolean closed;

    KeepSnapshots(OpenJournal journal, SnapshotStore store, JournalSettings settings, long keptPosition) {
        this.journal = journal;
        this.store = store;
        this.settings = settings;
        this.keptPosition = keptPosition;
        this.thread = Thread.ofVirtual().name("journal-snapshots-" + journal.organisation()).start(this::run);
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

    private void run() {
        long kept = keptPosition;
        try {
            while (!closed) {
                long next = kept + Math.max(settings.snapshotAfterFacts(), kept / SHARE_OF_JOURNAL);
                while (!journal.grown().await(() -> journal.position() >= next, Long.MAX_VALUE / 1_000_000)) {
                    // As good as for ever; a signal or an interrupt ends it.
                }
                kept = keep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long keep() {
        record State(long n, long position, byte[] bytes) {
        }
        State state = journal.read(open -> new State(open.blocks(), open.position(), open.toSnapshot()));
        try {
            store.save(journal.organisation(), state.n(), state.bytes());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("organisation", journal.organisation()).setCause(e)
                    .log("A snapshot of the journal could not be kept; the next one is tried later");
        }
        return state.position();
    }
}
