package io.avid.platform.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * When each of a module's unfinished processes is due, in a few documents that are read by key.
 *
 * <p>An entry is written before the process is, and taken away after it ended: an entry too many is
 * looked up and dropped, an entry too few would be a process that nobody takes up.
 */
public final class DueIndex {
    private static final String COLLECTION = "process_due";
    private static final String ENTRIES = "entries";

    /** Documents over which the entries are spread, so that each stays small and none is hot. */
    private static final int SHARDS = 8;

    private static final List<String> ALL =
            IntStream.range(0, SHARDS).mapToObj(Integer::toString).toList();

    private final ModuleDatabase database;

    DueIndex(ModuleDatabase database) {
        this.database = database;
    }

    /** Notes when a process is due; the key holds neither a dot nor a dollar sign in its entry. */
    public void put(String key, Instant due) {
        StoreFailure.translate(database.module(), () -> database.collection(COLLECTION).updateOne(
                Filters.eq("_id", shardOf(key)), Updates.set(ENTRIES + "." + escaped(key), Date.from(due)),
                new UpdateOptions().upsert(true)));
    }

    /** Takes a process away. */
    public void remove(String key) {
        StoreFailure.translate(database.module(), () -> database.collection(COLLECTION).updateOne(
                Filters.eq("_id", shardOf(key)), Updates.unset(ENTRIES + "." + escaped(key))));
    }

    /** All entries. */
    public Map<String, Instant> all() {
        return StoreFailure.translate(database.module(), () -> {
            var entries = new TreeMap<String, Instant>();
            for (Document shard : database.collection(COLLECTION).find(Filters.in("_id", ALL))) {
                Document stored = shard.get(ENTRIES, Document.class);
                if (stored != null) {
                    stored.forEach((key, due) -> entries.put(restored(key), ((Date) due).toInstant()));
                }
            }
            return entries;
        });
    }

    private static String shardOf(String key) {
        return Integer.toString(Math.floorMod(key.hashCode(), SHARDS));
    }

    /** A field's name has no dot and does not begin with a dollar sign. */
    private static String escaped(String key) {
        return key.replace("%", "%25").replace(".", "%2e").replace("$", "%24");
    }

    private static String restored(String field) {
        return field.replace("%24", "$").replace("%2e", ".").replace("%25", "%");
    }
}
