package io.avid.platform.process;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * When each process is to be looked at, who has been due for longest first: where more are due than
 * workers are free, nobody is overtaken by who came later, however many come. Not safe for threads.
 */
final class DueOrder {
    /** @param arrival of those that are due at the same time, who came first goes first */
    private record Entry(String key, Instant due, long arrival) {}

    private final Map<String, Entry> byKey = new HashMap<>();
    private final NavigableSet<Entry> order = new TreeSet<>(Comparator.comparing(Entry::due).thenComparing(Entry::arrival));
    private long arrivals;

    /** It is looked at then, or when it was to be looked at before this: who is named again keeps its place. */
    void put(String key, Instant due) {
        Entry present = byKey.get(key);
        if (present != null && !due.isBefore(present.due())) {
            return;
        }
        if (present != null) {
            order.remove(present);
        }
        var entry = new Entry(key, due, arrivals++);
        byKey.put(key, entry);
        order.add(entry);
    }

    /** The same, where it is not to be looked at anyway. */
    void putIfAbsent(String key, Instant due) {
        if (!byKey.containsKey(key)) {
            put(key, due);
        }
    }

    /** Takes out the one that has been due for longest. */
    Optional<String> take(Instant now, Predicate<String> mayBeTaken) {
        for (Entry entry : order) {
            if (entry.due().isAfter(now)) {
                break;
            }
            if (mayBeTaken.test(entry.key())) {
                order.remove(entry);
                byKey.remove(entry.key());
                return Optional.of(entry.key());
            }
        }
        return Optional.empty();
    }

    /** When the next one is due that is not due yet. */
    Optional<Instant> nextAfter(Instant now) {
        return Optional.ofNullable(order.higher(new Entry("", now, Long.MAX_VALUE))).map(Entry::due);
    }
}
