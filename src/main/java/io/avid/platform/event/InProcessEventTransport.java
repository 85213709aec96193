package io.avid.platform.event;

import io.avid.platform.store.ParkedEvents.Parked;
import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the modules of this process to the subscriptions of this process: each subscription has a
 * virtual thread that reads the publishers' logs. Events are always read from their stored bytes, as
 * they would come from another process.
 */
public final class InProcessEventTransport implements EventTransport {
    private final InstantSource clock;
    private final Tracing tracing;
    private final MeterRegistry metrics;
    private final Map<String, EventSource> sources = new LinkedHashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;

    /** A transport that records no spans and no metrics. */
    public InProcessEventTransport(InstantSource clock) {
        this(clock, Tracing.off(), new CompositeMeterRegistry());
    }

    InProcessEventTransport(InstantSource clock, Tracing tracing, MeterRegistry metrics) {
        this.clock = clock;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    @Override
    public synchronized void publish(String module, EventSource source) {
        if (sources.putIfAbsent(module, source) != null) {
            throw new IllegalStateException("module " + module + " publishes from a source already; one is all it can have");
        }
        deliveries.forEach(delivery -> delivery.from(module, source));
    }

    @Override
    public void published(String module, String stream) {
        for (Delivery delivery : deliveries()) {
            delivery.published(module, stream);
        }
    }

    @Override
    public synchronized void subscribe(Keeper keeper, Subscription subscription) {
        for (Delivery other : deliveries) {
            if (other.module().equals(keeper.module())
                    && other.subscription().name().equals(subscription.name())) {
                throw new IllegalStateException("module " + keeper.module() + " has two subscriptions named "
                        + subscription.name() + "; their cursor would be one");
            }
        }
        var delivery = new Delivery(keeper, subscription, clock, tracing);
        sources.forEach(delivery::from);
        deliveries.add(delivery);
        Gauge.builder("avid.events.parked", delivery, Delivery::parkedAggregateCount)
                .description("Aggregates whose events wait until somebody sends the parked ones again")
                .tags("module", keeper.module(), "subscription", subscription.name())
                .register(metrics);
        if (started) {
            begin(delivery);
        }
    }

    @Override
    public boolean await(String module, String subscription, String publisher, Duration longest)
            throws InterruptedException {
        return delivery(module, subscription).await(publisher, longest);
    }

    @Override
    public List<Parked> parked(String module) {
        return deliveries().stream().filter(delivery -> delivery.module().equals(module)).findFirst()
                .map(Delivery::parked).orElse(List.of());
    }

    @Override
    public int resend(String module, String subscription, String organisation, String aggregate) {
        return delivery(module, subscription).resend(organisation, aggregate);
    }

    @Override
    public synchronized void start() {
        if (!started) {
            started = true;
            deliveries.forEach(this::begin);
        }
    }

    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
            threads.clear();
            started = false;
        }
        running.forEach(Thread::interrupt);
        running.forEach(InProcessEventTransport::join);
    }

    private void begin(Delivery delivery) {
        threads.add(Thread.ofVirtual()
                .name("events-" + delivery.module() + "-" + delivery.subscription().name())
                .start(delivery::run));
    }

    private synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    private Delivery delivery(String module, String subscription) {
        return deliveries().stream()
                .filter(one -> one.module().equals(module) && one.subscription().name().equals(subscription))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("module " + module + " has no subscription named "
                        + subscription));
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
