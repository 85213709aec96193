package io.avid.platform.event;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.telemetry.Tracing;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.store.ParkedEvents.Parked;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.type.v1.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one subscription of this process: reads each stream after the cursor, applies, moves
 * the cursor. The cursor moves after the subscriber returned, and is written a few times a second at
 * most, so a crash delivers again what is not written yet and skips nothing.
 *
 * <p>A subscriber that fails because something it needs is down is tried again until it succeeds. An
 * event that fails for another reason is tried a few times by itself and then parked, in a document of
 * its own; later events of the same aggregate are parked behind it, and all others go on.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int BATCH = 500;
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A stream's cursor is not written more often: with an event at a time that would be a write for each. */
    private static final Duration CURSOR_INTERVAL = Duration.ofMillis(250);

    /** Attempts of one event whose failure is its own. */
    private static final int ATTEMPTS = 5;

    /** Events of no interest after which the cursor is written all the same. */
    private static final long UNWRITTEN_LIMIT = 1_000;

    private static final Set<FailureKind> PASSING = Set.of(FailureKind.UNAVAILABLE, FailureKind.DEADLINE_EXCEEDED,
            FailureKind.RESOURCE_EXHAUSTED, FailureKind.ABORTED);

    /** A stream of a publishing module. */
    record StreamOf(String publisher, String stream) {}

    private final EventTransport.Keeper keeper;
    private final Subscription subscription;
    private final EventCursor cursor;
    private final InstantSource clock;
    private final Tracing tracing;
    private final Map<String, EventSource> sources = new ConcurrentHashMap<>();
    private final Signal<StreamOf> signal = new Signal<>();

    /** Held while events are applied: a resend and the delivery take turns. */
    private final ReentrantLock applying = new ReentrantLock();
    private final ReentrantLock progressLock = new ReentrantLock();
    private final Condition progressed = progressLock.newCondition();
    private final Map<StreamOf, Long> positions = new ConcurrentHashMap<>();
    private final Map<StreamOf, Long> written = new ConcurrentHashMap<>();

    /** Cursors that are to be written, and when those were that are, by nanoTime; the delivery's thread alone has them. */
    private final Map<StreamOf, Long> unwritten = new HashMap<>();
    private final Map<StreamOf, Long> writtenNanos = new HashMap<>();

    /** Aggregates with parked events; null until they were read. Changed under {@link #applying} alone. */
    private volatile Set<String> parkedAggregates;

    Delivery(EventTransport.Keeper keeper, Subscription subscription, InstantSource clock, Tracing tracing) {
        this.keeper = keeper;
        this.subscription = subscription;
        this.clock = clock;
        this.tracing = tracing;
        this.cursor = subscription.cursor().orElseGet(() -> new StoredCursor(keeper, subscription.name()));
    }

    Subscription subscription() {
        return subscription;
    }

    String module() {
        return keeper.module();
    }

    void from(String publisher, EventSource source) {
        if (subscription.wants(publisher)) {
            sources.put(publisher, source);
            signal.note(new StreamOf(publisher, ""));
        }
    }

    void published(String publisher, String stream) {
        if (sources.containsKey(publisher)) {
            signal.note(new StreamOf(publisher, stream));
        }
    }

    /** Delivers until the thread is interrupted. */
    void run() {
        Duration pause = FIRST_PAUSE;
        boolean everything = true;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                boolean cursorsWait = !everything && !unwritten.isEmpty();
                Set<StreamOf> changed = signal.take(everything ? Duration.ZERO : cursorsWait ? CURSOR_INTERVAL : SWEEP_INTERVAL);
                writeCursors();
                if (cursorsWait && changed.isEmpty()) {
                    continue;
                }
                everything = everything || changed.isEmpty()
                        || changed.stream().anyMatch(one -> one.stream().isEmpty());
                for (StreamOf stream : everything ? all() : changed) {
                    while (deliverNext(stream)) {
                        pause = FIRST_PAUSE;
                    }
                }
                everything = false;
                pause = FIRST_PAUSE;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                if (e instanceof Failure failure && PASSING.contains(failure.kind())) {
                    LOG.warn("Events for {} of module {} wait: {}.", subscription.name(), keeper.module(),
                            failure.reason());
                } else {
                    LOG.error("Delivering events to {} of module {} failed; it is tried again.", subscription.name(),
                            keeper.module(), DefectTrace.of(e));
                }
                everything = true;
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    return;
                }
                pause = longer(pause);
            }
        }
    }

    /** Waits until all that stands in the publisher's streams now was applied. */
    boolean await(String publisher, Duration longest) throws InterruptedException {
        EventSource source = sources.get(publisher);
        if (source == null) {
            return true;
        }
        long nanos = longest.toNanos();
        for (String name : source.streams()) {
            var stream = new StreamOf(publisher, name);
            long target = source.lastPosition(name);
            progressLock.lockInterruptibly();
            try {
                while (positions.getOrDefault(stream, 0L) < target && nanos > 0) {
                    nanos = progressed.awaitNanos(nanos);
                }
                if (positions.getOrDefault(stream, 0L) < target) {
                    return false;
                }
            } finally {
                progressLock.unlock();
            }
        }
        return true;
    }

    int resend(String organisation, String aggregate) {
        applying.lock();
        try {
            int sent = 0;
            for (Parked parked : keeper.parked().list()) {
                Event event = parked.event();
                if (!parked.subscriber().equals(subscription.name()) || !event.getOrganisation().equals(organisation)
                        || !event.getAggregate().equals(aggregate)) {
                    continue;
                }
                try {
                    applyTraced(List.of(event));
                } catch (RuntimeException e) {
                    LOG.warn("Event {} of {} was sent to {} again and failed again ({}).", event.getSequence(),
                            aggregate, subscription.name(), reasonOf(e));
                    keeper.parked().park(new Parked(subscription.name(), event, reasonOf(e), clock.instant()));
                    return sent;
                }
                keeper.parked().remove(subscription.name(), event);
                sent++;
            }
            parkedAggregates().remove(aggregateKey(organisation, aggregate));
            return sent;
        } finally {
            applying.unlock();
        }
    }

    List<Parked> parked() {
        return keeper.parked().list();
    }

    private Set<StreamOf> all() {
        var all = new HashSet<StreamOf>();
        sources.forEach((publisher, source) ->
                source.streams().forEach(stream -> all.add(new StreamOf(publisher, stream))));
        return all;
    }

    private boolean deliverNext(StreamOf stream) throws InterruptedException {
        EventSource source = sources.get(stream.publisher());
        long position = positions.computeIfAbsent(stream,
                first -> cursor.position(first.publisher(), first.stream()));
        List<PositionedEvent> events = source.after(stream.stream(), position, BATCH);
        if (events.isEmpty()) {
            reached(stream, position);
            return false;
        }
        List<Event> wanted = events.stream().map(PositionedEvent::event)
                .filter(event -> subscription.types().isEmpty() || subscription.types().contains(event.getType()))
                .toList();
        if (!wanted.isEmpty()) {
            applying.lockInterruptibly();
            try {
                applyOrPark(wanted);
            } finally {
                applying.unlock();
            }
        }
        long last = events.getLast().position();
        if (!wanted.isEmpty() || last - written.getOrDefault(stream, 0L) > UNWRITTEN_LIMIT) {
            unwritten.put(stream, last);
        }
        reached(stream, last);
        writeCursors();
        return true;
    }

    private void writeCursors() {
        for (var entry : List.copyOf(unwritten.entrySet())) {
            StreamOf stream = entry.getKey();
            long now = System.nanoTime();
            if (!writtenNanos.containsKey(stream) || now - writtenNanos.get(stream) >= CURSOR_INTERVAL.toNanos()) {
                cursor.advance(stream.publisher(), stream.stream(), entry.getValue());
                written.put(stream, entry.getValue());
                writtenNanos.put(stream, now);
                unwritten.remove(stream);
            }
        }
    }

    private void reached(StreamOf stream, long position) {
        progressLock.lock();
        try {
            positions.put(stream, position);
            progressed.signalAll();
        } finally {
            progressLock.unlock();
        }
    }

    private void applyOrPark(List<Event> events) throws InterruptedException {
        var free = new ArrayList<Event>(events.size());
        for (Event event : events) {
            if (parkedAggregates().contains(aggregateKey(event.getOrganisation(), event.getAggregate()))) {
                keeper.parked().park(new Parked(subscription.name(), event, "AN_EARLIER_EVENT_IS_PARKED",
                        clock.instant()));
            } else {
                free.add(event);
            }
        }
        if (free.isEmpty()) {
            return;
        }
        try {
            applyTraced(List.copyOf(free));
            return;
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                throw e;
            }
            LOG.warn("{} of module {} failed on {} events ({}); they are tried one by one.", subscription.name(),
                    keeper.module(), free.size(), reasonOf(e));
        }
        for (Event event : free) {
            applyAloneOrPark(event);
        }
    }

    private void applyAloneOrPark(Event event) throws InterruptedException {
        String aggregate = aggregateKey(event.getOrganisation(), event.getAggregate());
        if (parkedAggregates().contains(aggregate)) {
            keeper.parked().park(new Parked(subscription.name(), event, "AN_EARLIER_EVENT_IS_PARKED", clock.instant()));
            return;
        }
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                applyTraced(List.of(event));
                return;
            } catch (RuntimeException e) {
                if (isPassing(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    LOG.error("Event {} of {} ({}) is parked: {} of module {} could not process it in {} attempts. Later"
                            + " events of {} wait behind it until it is sent again.", event.getSequence(),
                            event.getAggregate(), event.getType(), subscription.name(), keeper.module(), ATTEMPTS,
                            event.getAggregate(), DefectTrace.of(e));
                    keeper.parked().park(new Parked(subscription.name(), event, reasonOf(e), clock.instant()));
                    parkedAggregates().add(aggregate);
                    return;
                }
            }
            Thread.sleep(pause);
            pause = longer(pause);
        }
    }

    /** As part of the trace of the call that caused the first of them. */
    private void applyTraced(List<Event> events) {
        try {
            tracing.resume(events.getFirst().getTraceparent(), "events/" + subscription.name(), () -> {
                subscription.subscriber().apply(events);
                return null;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a subscriber threw what it does not declare", e);
        }
    }

    /** Aggregates whose events wait behind a parked one. */
    int parkedAggregateCount() {
        Set<String> parked = parkedAggregates;
        return parked == null ? 0 : parked.size();
    }

    private Set<String> parkedAggregates() {
        if (parkedAggregates == null) {
            Set<String> found = ConcurrentHashMap.newKeySet();
            for (Parked parked : keeper.parked().list()) {
                if (parked.subscriber().equals(subscription.name())) {
                    found.add(aggregateKey(parked.event().getOrganisation(), parked.event().getAggregate()));
                }
            }
            parkedAggregates = found;
        }
        return parkedAggregates;
    }

    private static boolean isPassing(RuntimeException exception) {
        return exception instanceof Failure failure && PASSING.contains(failure.kind());
    }

    /** A reason that is safe to keep: messages may quote what was processed. */
    private static String reasonOf(RuntimeException exception) {
        return exception instanceof Failure failure ? failure.reason() : exception.getClass().getSimpleName();
    }

    private static String aggregateKey(String organisation, String aggregate) {
        return organisation + "/" + aggregate;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
