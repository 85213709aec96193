package io.avid.platform.event;

import io.avid.platform.type.v1.Event;
import java.util.List;

/** What reacts to published events. */
@FunctionalInterface
public interface EventSubscriber {
    /**
     * Applies events of one stream, in order; each may come again, after a crash or a failure of any
     * in the same list. What it throws decides what follows: a {@code Failure} of kind UNAVAILABLE,
     * DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED or ABORTED means that the same events are tried again
     * until they pass, for whatever they need is down. After anything else they are tried one by
     * one, and the one that fails again and again is parked with those of its aggregate that follow.
     *
     * @param events at least one
     */
    void apply(List<Event> events);
}
