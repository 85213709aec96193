package io.avid.platform.event;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.error.Failure;
import io.avid.platform.store.EventLog;
import io.avid.platform.store.Outbox;
import io.avid.platform.store.Outbox.Pending;
import io.avid.platform.type.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a module's events from the outboxes of its aggregates to its event log.
 *
 * <p>It is woken by every write, reads the aggregates by key, appends their events to the log and
 * then takes them out of the aggregates. A crash in between leaves them in both: the next time they
 * are found to be in the log and only taken out. What an earlier life or another process left is
 * found by a sweep over the aggregates in which something waits.
 */
final class EventRelay {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    /** Sweeps find only what another process left behind; they cost the local store a scan. */
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(15);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    /** Aggregates dealt with in one go. */
    private static final int BATCH = 200;

    private final String module;
    private final EventLog log;
    private final Runnable appended;
    private final Set<Outbox> outboxes = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Aggregates to look at; guarded by the lock. */
    private Map<Outbox, Set<String>> waiting = new LinkedHashMap<>();

    /** Wakes so far, and how many of them are dealt with; guarded by the lock. */
    private long noted;
    private long done;

    EventRelay(String module, EventLog log, Runnable appended) {
        this.module = module;
        this.log = log;
        this.appended = appended;
    }

    void opened(Outbox outbox) {
        outboxes.add(outbox);
    }

    void note(Outbox outbox, String key) {
        lock.lock();
        try {
            waiting.computeIfAbsent(outbox, any -> new LinkedHashSet<>()).add(key);
            noted++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything noted before this call is in the log. */
    boolean awaitNoted(Duration longest) throws InterruptedException {
        long nanos = longest.toNanos();
        lock.lockInterruptibly();
        try {
            long target = noted;
            while (done < target && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return done >= target;
        } finally {
            lock.unlock();
        }
    }

    /** Relays until the thread is interrupted. */
    void run() {
        boolean sweepDue = true;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (sweepDue) {
                    sweep();
                }
                sweepDue = !relayNext(SWEEP_INTERVAL);
            } catch (InterruptedException e) {
                return;
            } catch (Failure failure) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.warn("Events of module {} wait in their aggregates, as its store does not answer ({}). They are"
                        + " relayed as soon as it does.", module, failure.reason());
                if (!pause()) {
                    return;
                }
            } catch (RuntimeException e) {
                LOG.error("Relaying events of module {} failed; it is tried again.", module, DefectTrace.of(e));
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void sweep() {
        for (Outbox outbox : outboxes) {
            List<Pending> found;
            do {
                found = outbox.sweep(BATCH);
                relay(outbox, found);
            } while (found.size() == BATCH);
        }
    }

    /** Deals with what was noted; waits for it, and tells whether something came in time. */
    private boolean relayNext(Duration longest) throws InterruptedException {
        Map<Outbox, Set<String>> taken;
        long takenThrough;
        lock.lockInterruptibly();
        try {
            long nanos = longest.toNanos();
            while (waiting.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            taken = waiting;
            takenThrough = noted;
            waiting = new LinkedHashMap<>();
        } finally {
            lock.unlock();
        }
        if (taken.isEmpty()) {
            return false;
        }
        try {
            for (var entry : taken.entrySet()) {
                var keys = new ArrayList<>(entry.getValue());
                for (int from = 0; from < keys.size(); from += BATCH) {
                    List<String> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
                    relay(entry.getKey(), entry.getKey().pending(batch));
                }
            }
        } catch (RuntimeException e) {
            putBack(taken);
            throw e;
        }
        lock.lock();
        try {
            done = Math.max(done, takenThrough);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void putBack(Map<Outbox, Set<String>> taken) {
        lock.lock();
        try {
            taken.forEach((outbox, keys) ->
                    waiting.computeIfAbsent(outbox, any -> new LinkedHashSet<>()).addAll(keys));
        } finally {
            lock.unlock();
        }
    }

    private void relay(Outbox outbox, List<Pending> found) {
        if (found.isEmpty()) {
            return;
        }
        var events = new ArrayList<Event>();
        var through = new LinkedHashMap<String, Long>();
        for (Pending pending : found) {
            events.addAll(pending.events());
            through.put(pending.key(), pending.events().getLast().getSequence());
        }
        log.append(events);
        appended.run();
        outbox.relayed(through);
    }
}
