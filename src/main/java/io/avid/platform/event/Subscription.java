package io.avid.platform.event;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants which events.
 *
 * @param name unique within the subscribing module and stable for ever: its cursor is kept under it
 * @param publishers modules whose events it wants; empty means any module's
 * @param types full names of payload messages; empty means all
 * @param subscriber what applies them
 * @param cursor where its position is kept, where not in the module's database: an index that keeps
 *     its own cursor can be dropped and fills itself again
 */
public record Subscription(String name, Set<String> publishers, Set<String> types, EventSubscriber subscriber,
        Optional<EventCursor> cursor) {
    public Subscription {
        Objects.requireNonNull(name, "name");
        publishers = Set.copyOf(publishers);
        types = Set.copyOf(types);
        Objects.requireNonNull(subscriber, "subscriber");
        Objects.requireNonNull(cursor, "cursor");
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a subscription's name is not blank and has no '/' in it, given " + name);
        }
    }

    /** Events of these types, whichever module publishes them. */
    public static Subscription toTypes(String name, Set<String> types, EventSubscriber subscriber) {
        return new Subscription(name, Set.of(), types, subscriber, Optional.empty());
    }

    boolean wants(String publisher) {
        return publishers.isEmpty() || publishers.contains(publisher);
    }
}
