package io.avid.platform.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.avid.platform.error.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * What became of a process's items, a document each, numbered from 0 in the order in which they came.
 *
 * <p>A chunk that is done again after a crash writes the same numbers again, so nothing stands twice.
 */
public final class ItemResults {
    private static final String COLLECTION = "process_items";
    private static final String ID = "_id";
    private static final String EPOCH = "epoch";
    private static final String FIELDS = "fields";

    private final ModuleDatabase database;

    ItemResults(ModuleDatabase database) {
        this.database = database;
    }

    /**
     * Writes results from a number on.
     *
     * @param epoch the writer's lease; what a later lease wrote is not written over
     * @return whether they were written; not, where a later lease has written there
     */
    public boolean put(String process, long epoch, long from, List<Map<String, String>> results) {
        if (results.isEmpty()) {
            return true;
        }
        var writes = new ArrayList<ReplaceOneModel<Document>>(results.size());
        long number = from;
        for (Map<String, String> result : results) {
            String id = process + "/" + number++;
            writes.add(new ReplaceOneModel<>(Filters.and(Filters.eq(ID, id), Filters.lte(EPOCH, epoch)),
                    new Document(ID, id).append(EPOCH, epoch).append(FIELDS, new Document(new LinkedHashMap<>(result))),
                    new ReplaceOptions().upsert(true)));
        }
        try {
            database.collection(COLLECTION).bulkWrite(writes);
            return true;
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(
                    error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY)) {
                // One with a later epoch is there, so the condition found none and the upsert met its key.
                return false;
            }
            throw StoreFailure.of(database.module(), e);
        } catch (MongoException e) {
            throw StoreFailure.of(database.module(), e);
        }
    }

    /**
     * Results from a number on, at most so many, in order.
     *
     * @throws Failure UNAVAILABLE where the store does not answer
     */
    public List<Map<String, String>> list(String process, long from, int limit) {
        List<String> ids = LongStream.range(from, from + limit).mapToObj(n -> process + "/" + n).toList();
        return StoreFailure.translate(database.module(), () -> {
            var found = new LinkedHashMap<String, Map<String, String>>();
            for (Document document : database.collection(COLLECTION).find(Filters.in(ID, ids))) {
                var fields = new LinkedHashMap<String, String>();
                document.get(FIELDS, Document.class).forEach((name, value) -> fields.put(name, (String) value));
                found.put(document.getString(ID), fields);
            }
            var ordered = new ArrayList<Map<String, String>>();
            for (String id : ids) {
                if (found.containsKey(id)) {
                    ordered.add(found.get(id));
                }
            }
            return List.copyOf(ordered);
        });
    }
}
