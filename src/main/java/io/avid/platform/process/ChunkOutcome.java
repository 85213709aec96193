package io.avid.platform.process;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one chunk of items came to. It is added to the process in one write.
 *
 * @param cursor where the next chunk begins; opaque to the engine
 * @param last whether no items remain
 * @param itemsDone items that this chunk dealt with
 * @param itemsTotal items in all, where that became known
 * @param counters what to add to the process's counters, by name
 * @param results what to keep of single items, each a document of its own, numbered in this order
 * @param references resource names to add, by role
 */
public record ChunkOutcome(String cursor, boolean last, long itemsDone, OptionalLong itemsTotal,
        Map<String, Long> counters, List<Map<String, String>> results, Map<String, String> references) {
    public ChunkOutcome {
        Objects.requireNonNull(cursor, "cursor");
        Objects.requireNonNull(itemsTotal, "itemsTotal");
        counters = Map.copyOf(counters);
        results = results.stream().map(Map::copyOf).toList();
        references = Map.copyOf(references);
    }

    /** A chunk that adds counters and results only. */
    public static ChunkOutcome of(String cursor, boolean last, long itemsDone, Map<String, Long> counters,
            List<Map<String, String>> results) {
        return new ChunkOutcome(cursor, last, itemsDone, OptionalLong.empty(), counters, results, Map.of());
    }
}
