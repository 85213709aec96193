package io.avid.platform.event;

import io.avid.platform.store.Cursors;
import io.avid.platform.store.ParkedEvents;
import java.time.Duration;
import java.util.List;

/**
 * How published events come from the modules that publish to the subscriptions that want them, at
 * least once and in order per aggregate. Which one is used is the platform's configuration; modules
 * see {@link ModuleEvents} alone.
 */
public interface EventTransport extends AutoCloseable {
    /**
     * What keeps a subscription's progress and its parked events: the subscribing module's database.
     */
    record Keeper(String module, Cursors cursors, ParkedEvents parked) {}

    /** A module of this process publishes from here. */
    void publish(String module, EventSource source);

    /** Something new stands in a stream of a module of this process. */
    void published(String module, String stream);

    /** A module of this process subscribes. */
    void subscribe(Keeper keeper, Subscription subscription);

    /**
     * Waits until a subscription has applied what stands in a module's stream now.
     *
     * @return whether it came so far in time
     */
    boolean await(String module, String subscription, String publisher, Duration longest) throws InterruptedException;

    /** The events of a module's subscriptions that are parked. */
    List<ParkedEvents.Parked> parked(String module);

    /**
     * Sends the parked events of an aggregate again, in order, on the caller's thread.
     *
     * @return how many were applied; it stops at the first that fails again
     */
    int resend(String module, String subscription, String organisation, String aggregate);

    /** Begins to deliver; before, all of the above is only noted. */
    void start();

    @Override
    void close();
}
