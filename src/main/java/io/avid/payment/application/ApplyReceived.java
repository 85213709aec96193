package io.avid.payment.application;

import io.avid.payment.application.ApplyEvent.Result;
import io.avid.payment.stripe.StripeEvent;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the events that are kept, a few at a time, those about the same object together. What came
 * while this process was down is found in the inbox. What cannot be applied is tried again, ever more
 * seldom; at last it is parked, where metrics show it, and a sweep tries it again.
 */
public final class ApplyReceived implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyReceived.class);

    private static final int ROUND_MAX = 200;
    private static final int AT_ONCE = 4;
    private static final int REMEMBERED_MAX = 20_000;
    private static final long LOOK_MILLIS = 1_000;
    private static final int LOOKS_PER_COUNT = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** About an hour and a half, with the pauses above. */
    private static final int ATTEMPTS_MAX = 24;

    private final EventInbox inbox;
    private final ApplyEvent apply;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final BlockingQueue<ReceivedEvent> queue = new LinkedBlockingQueue<>(REMEMBERED_MAX);
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final Thread worker;
    private volatile EventInbox.Waiting waiting = new EventInbox.Waiting(0, 0);
    private volatile boolean closed;
    private int looks;

    public ApplyReceived(EventInbox inbox, ApplyEvent apply, InstantSource clock, MeterRegistry meters) {
        this.inbox = inbox;
        this.apply = apply;
        this.clock = clock;
        this.meters = meters;
        Gauge.builder("avid.payment.webhook.pending", this, known -> known.waiting.pending())
                .description("Events of Stripe's that are kept and not applied yet").register(meters);
        Gauge.builder("avid.payment.webhook.parked", this, known -> known.waiting.parked())
                .description("Events of Stripe's that could not be applied").register(meters);
        this.worker = Thread.ofVirtual().name("webhook-worker").start(this::work);
    }

    /** Takes events that were just kept; those that find no room here are found in the inbox. */
    public void take(Collection<ReceivedEvent> events) {
        for (ReceivedEvent event : events) {
            if (atWork.add(key(event)) && !queue.offer(event)) {
                atWork.remove(key(event));
            }
        }
    }

    private void work() {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("webhook-apply-", 0).factory())) {
            Instant nextLook = clock.instant();
            while (!closed) {
                ReceivedEvent first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    applyRound(first, threads);
                }
                if (first == null || !clock.instant().isBefore(nextLook)) {
                    look();
                    nextLook = clock.instant().plusMillis(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            take(inbox.due(clock.instant(), ROUND_MAX));
            if (looks++ % LOOKS_PER_COUNT == 0) {
                waiting = inbox.waiting();
            }
        } catch (Failure failure) {
            LOG.atDebug().addKeyValue("reason", failure.reason()).log("The inbox of webhooks cannot be read; it is read again");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The inbox of webhooks cannot be read; it is read again");
        }
    }

    private void applyRound(ReceivedEvent first, ExecutorService threads) throws InterruptedException {
        List<ReceivedEvent> round = new ArrayList<>();
        round.add(first);
        queue.drainTo(round, ROUND_MAX - 1);
        Set<ReceivedEvent> done = ConcurrentHashMap.newKeySet();
        try {
            threads.invokeAll(grouped(round, done).stream().<java.util.concurrent.Callable<Void>>map(group -> () -> {
                if (applyGroup(group)) {
                    done.addAll(group.stream().map(Read::received).toList());
                }
                return null;
            }).toList());
            inbox.applied(done, clock.instant());
        } catch (Failure failure) {
            // They are applied again, which changes nothing.
            LOG.atWarn().addKeyValue("reason", failure.reason()).log("That webhooks were applied cannot be recorded; they are applied again");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Webhooks cannot be applied; they are tried again");
        } finally {
            round.forEach(event -> atWork.remove(key(event)));
        }
    }

    /** An event as it came and what it says. */
    private record Read(ReceivedEvent received, StripeEvent event) {}

    /** By organisation and object; what is no event, as what a sweep has applied, is done. */
    private static Collection<List<Read>> grouped(List<ReceivedEvent> events, Set<ReceivedEvent> done) {
        Map<Object, List<Read>> groups = new LinkedHashMap<>();
        for (ReceivedEvent received : events) {
            Optional<StripeEvent> event = StripeEvent.parse(received.body());
            if (event.isEmpty()) {
                done.add(received);
                continue;
            }
            Object object = event.get().object().isPresent() ? event.get().object().get() : received.id();
            groups.computeIfAbsent(List.of(received.organisation(), object), any -> new ArrayList<>()).add(new Read(received, event.get()));
        }
        return groups.values();
    }

    private boolean applyGroup(List<Read> group) {
        String organisation = group.getFirst().received().organisation();
        try {
            Result result = apply.apply(organisation, group.stream().map(Read::event).toList());
            applied(result, group.size());
            return true;
        } catch (RuntimeException e) {
            for (Read read : group) {
                postpone(read, e);
            }
            return false;
        }
    }

    private void postpone(Read read, RuntimeException why) {
        ReceivedEvent event = read.received();
        boolean parked = event.attempts() + 1 >= ATTEMPTS_MAX;
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(event.attempts(), 20));
        if (why instanceof Failure failure && failure.kind() == FailureKind.UNAVAILABLE) {
            LOG.atInfo().addKeyValue("event", event.id()).addKeyValue("type", read.event().type()).addKeyValue("reason", failure.reason())
                    .log("An event of Stripe's cannot be applied now; it is tried again");
        } else {
            LOG.atError().addKeyValue("event", event.id()).addKeyValue("type", read.event().type())
                    .addKeyValue("cause", why.getClass().getName()).log("An event of Stripe's cannot be applied; it is tried again");
        }
        try {
            inbox.failed(event, clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause), parked);
        } catch (Failure failure) {
            LOG.atDebug().addKeyValue("reason", failure.reason()).log("That a webhook failed cannot be recorded; it is tried again at once");
        }
        counter(parked ? "parked" : "failed").increment();
    }

    void applied(Result result, int events) {
        counter(result.name().toLowerCase(java.util.Locale.ROOT)).increment(events);
    }

    private Counter counter(String result) {
        return Counter.builder("avid.payment.webhook.applied").description("Events of Stripe's by what came of them")
                .tag("result", result).register(meters);
    }

    private static String key(ReceivedEvent event) {
        return event.organisation() + "/" + event.id();
    }

    /** Ends after what is under way. */
    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        try {
            worker.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
