package io.avid.payment.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps what Stripe sends before it is answered. Events that come while a write is under way share the
 * next one: so the disk is waited for once for many, and a burst costs little more than one.
 */
public final class ReceiveEvents implements AutoCloseable {
    private static final int GROUP_MAX = 256;
    private static final int WAITING_MAX = 20_000;
    private static final long LONGEST_WAIT_SECONDS = 20;

    private final EventInbox inbox;
    private final Consumer<Collection<ReceivedEvent>> stored;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread writer;

    private record Arrival(ReceivedEvent event, CompletableFuture<Boolean> kept) {}

    /** @param stored takes those that are kept and had not come before */
    public ReceiveEvents(EventInbox inbox, Consumer<Collection<ReceivedEvent>> stored) {
        this.inbox = inbox;
        this.stored = stored;
        this.writer = Thread.ofVirtual().name("webhook-writer").start(this::write);
    }

    /**
     * Keeps an event; when it returns, the event is on disk.
     *
     * @return whether it had not come before
     * @throws Failure UNAVAILABLE: Stripe sends it again
     */
    public boolean receive(ReceivedEvent event) {
        var arrival = new Arrival(event, new CompletableFuture<>());
        if (!arrivals.offer(arrival)) {
            throw Failure.of(FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE", WAITING_MAX
                    + " events of Stripe's wait to be written. Send it again later.", Map.of("dependency", "the store of payment"));
        }
        try {
            return arrival.kept().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("the store of payment", e);
        } catch (TimeoutException | ExecutionException e) {
            throw Failure.unavailable("the store of payment", e);
        }
    }

    private void write() {
        try {
            while (true) {
                List<Arrival> group = new ArrayList<>();
                group.add(arrivals.take());
                arrivals.drainTo(group, GROUP_MAX - 1);
                write(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Arrival> group) {
        try {
            Set<ReceivedEvent> kept = inbox.store(group.stream().map(Arrival::event).toList());
            group.forEach(arrival -> arrival.kept().complete(kept.contains(arrival.event())));
            stored.accept(kept);
        } catch (RuntimeException e) {
            group.forEach(arrival -> arrival.kept().completeExceptionally(e));
        }
    }

    /** Ends; what waits is not answered, and Stripe sends it again. */
    @Override
    public void close() {
        writer.interrupt();
    }
}
