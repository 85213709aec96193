package io.avid.payment.application;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where events of Stripe's wait, on disk, until they were applied. */
public interface EventInbox {
    /**
     * How many wait.
     *
     * @param pending to be applied
     * @param parked that nobody could apply
     */
    record Waiting(long pending, long parked) {}

    /**
     * Keeps events; when it returns they are on disk.
     *
     * @return those that had not come before
     */
    Set<ReceivedEvent> store(Collection<ReceivedEvent> events);

    /** Events that are due to be applied. */
    List<ReceivedEvent> due(Instant now, int limit);

    /** These were applied. */
    void applied(Collection<ReceivedEvent> events, Instant now);

    /** This one could not be applied; it is tried again when due, or never where it is parked. */
    void failed(ReceivedEvent event, Instant due, boolean parked);

    /** Makes an organisation's parked events due again; how many there were. */
    int resend(String organisation, Instant now);

    /** Which of these ids have come before. */
    Set<String> known(String organisation, Collection<String> events);

    /** How many wait. */
    Waiting waiting();
}
