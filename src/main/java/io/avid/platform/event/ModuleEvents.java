package io.avid.platform.event;

import io.avid.platform.store.EventLog;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.Outbox;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.ParkedEvents;
import io.avid.platform.store.StoreProperties;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A module's events: what it publishes and what it subscribes to. In the module's context there is
 * one bean of it; it is the only thing by which events come in, so that no module sees another's beans.
 *
 * <p>What aggregates publish needs nothing more than the {@code Fact}s of their changes.
 */
public final class ModuleEvents implements OutboxListener, AutoCloseable {
    private final String module;
    private final EventTransport transport;
    private final ModuleDatabase database;
    private final EventRelay relay;
    private final EventTransport.Keeper keeper;
    private final EventLogSource logSource;
    private boolean publishesItself;
    private boolean publishesLog;
    private boolean started;
    private Thread relaying;

    /** The module's events and, with them, its database, whose writes they follow. */
    public ModuleEvents(String module, StoreProperties store, EventTransport transport, InstantSource clock) {
        this.module = module;
        this.transport = transport;
        this.database = new ModuleDatabase(store, clock, this);
        EventLog log = database.eventLog();
        this.relay = new EventRelay(module, log, () -> transport.published(module, EventLogSource.STREAM));
        this.keeper = new EventTransport.Keeper(module, database.cursors(), database.parkedEvents());
        this.logSource = new EventLogSource(log);
    }

    /** The module's name. */
    public String module() {
        return module;
    }

    /** The module's database; aggregates opened in it publish by these events. */
    public ModuleDatabase database() {
        return database;
    }

    /** Subscribes to events of this or other modules; delivery begins when the process is up. */
    public void subscribe(Subscription subscription) {
        transport.subscribe(keeper, subscription);
    }

    /**
     * Publishes from the module's own source instead of an event log: a store that is a log is its
     * own outbox. Such a module has no aggregates that publish.
     */
    public synchronized void publishFrom(EventSource source) {
        if (publishesLog) {
            throw new IllegalStateException("module " + module + " publishes from its event log, as it opened a store of"
                    + " aggregates; it cannot publish from a source of its own too");
        }
        publishesItself = true;
        transport.publish(module, source);
    }

    /** Something new stands in a stream of the module's own source; wakes the subscribers at once. */
    public void published(String stream) {
        transport.published(module, stream);
    }

    /**
     * Waits until one of this module's own subscriptions has applied everything that this module
     * published in this process before the call.
     *
     * @return whether it came so far in time
     */
    public boolean awaitOwn(String subscription, Duration longest) throws InterruptedException {
        long begin = System.nanoTime();
        if (!relay.awaitNoted(longest)) {
            return false;
        }
        Duration rest = longest.minusNanos(System.nanoTime() - begin);
        return transport.await(module, subscription, module, rest.isNegative() ? Duration.ZERO : rest);
    }

    /** The events that this module's subscribers could not process. */
    public List<ParkedEvents.Parked> parked() {
        return transport.parked(module);
    }

    /**
     * Sends an aggregate's parked events to a subscriber again, in order.
     *
     * @return how many were applied; it stops at the first that fails again
     */
    public int resend(String subscription, String organisation, String aggregate) {
        return transport.resend(module, subscription, organisation, aggregate);
    }

    @Override
    public synchronized void opened(Outbox outbox) {
        relay.opened(outbox);
        if (!publishesLog && !publishesItself) {
            publishesLog = true;
            transport.publish(module, logSource);
            beginRelaying();
        }
    }

    @Override
    public void appended(Outbox outbox, String key) {
        relay.note(outbox, key);
    }

    /** Begins to relay; before, events wait in their aggregates. */
    public synchronized void start() {
        started = true;
        beginRelaying();
    }

    private void beginRelaying() {
        if (started && publishesLog && relaying == null) {
            relaying = Thread.ofVirtual().name("relay-" + module).start(relay::run);
        }
    }

    /** Stops relaying and closes the database; what was not relayed waits in its aggregates. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = relaying;
            relaying = null;
            started = false;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        database.close();
    }
}
