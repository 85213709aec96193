package io.avid.platform.store;

import io.avid.platform.type.v1.Event;
import java.util.List;
import java.util.Map;

/** The events of a store's aggregates that were not yet copied to the module's event log. */
public interface Outbox {
    /**
     * What waits in one aggregate.
     *
     * @param key the aggregate's key
     * @param events oldest first
     */
    record Pending(String key, List<Event> events) {}

    /** What waits in these aggregates, read by key. */
    List<Pending> pending(List<String> keys);

    /** Aggregates in which something waits, at most so many; found by the sparse unique pending key. */
    List<Pending> sweep(int limit);

    /**
     * Forgets what was copied, by aggregate up to and including a sequence; version and etag stay as
     * they are.
     */
    void relayed(Map<String, Long> throughSequenceByKey);
}
