package io.avid.platform.event;

import io.avid.platform.store.PositionedEvent;
import java.util.List;
import java.util.Set;

/**
 * Where a module's published events can be read by position, as often as needed. A module whose
 * aggregates are in an {@code AggregateStore} has one already: its event log. A module whose store is
 * a log by itself (the journal) offers its own, and is so its own outbox.
 */
public interface EventSource {
    /** The streams that it consists of; an aggregate's events are all in one of them. Reads by key. */
    Set<String> streams();

    /** A stream's events after a position, at most so many, in the order of ascending positions. */
    List<PositionedEvent> after(String stream, long position, int limit);

    /** The position of a stream's last event as far as this process knows; 0 where there is none. */
    long lastPosition(String stream);
}
