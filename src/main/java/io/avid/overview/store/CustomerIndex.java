package io.avid.overview.store;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * That something of a customer changed, and when last: a document for each customer of whom an event
 * was heard. It tells no figures; those are asked from who keeps them.
 */
public final class CustomerIndex {
    private static final String KIND = "customer";
    private static final String REVISION = "revision";
    private static final String CHANGE_TIME = "change_millis";
    private static final String CHANGE = "change";
    private static final String RESOURCE = "resource";

    private final IndexCollection index;

    public CustomerIndex(IndexCollection index) {
        this.index = index;
    }

    /** A customer of an organisation. */
    public record CustomerKey(String organisation, String customer) {}

    /**
     * What an event told.
     *
     * @param of whose customer
     * @param millis when it was committed, in milliseconds since 1970
     * @param resource what changed
     * @param type of the event
     */
    public record Change(CustomerKey of, long millis, String resource, String type) {}

    private record Sum(long count, Change last) {}

    /**
     * Notes changes, in order. Notes the same again when an event comes again: a revision says that
     * something may have changed, and counts nothing that anybody is shown.
     */
    public void note(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Map<CustomerKey, Sum> sums = new LinkedHashMap<>();
        changes.forEach(change -> sums.merge(change.of(), new Sum(1, change), (a, b) -> new Sum(a.count() + 1, b.last())));
        List<UpdateOneModel<Document>> writes = sums.entrySet().stream()
                .map(entry -> new UpdateOneModel<Document>(Filters.eq(IndexCollection.ID, id(entry.getKey())),
                        Updates.combine(
                                Updates.inc(REVISION, entry.getValue().count()),
                                Updates.max(CHANGE_TIME, entry.getValue().last().millis()),
                                Updates.set(CHANGE, entry.getValue().last().type()),
                                Updates.set(RESOURCE, entry.getValue().last().resource())),
                        new UpdateOptions().upsert(true)))
                .toList();
        index.with(collection -> collection.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    /** A number that rises with every change; 0 for a customer of whom nothing was heard. */
    public long revision(CustomerKey customer) {
        return index.with(collection -> {
            Document found = collection.find(Filters.eq(IndexCollection.ID, id(customer))).first();
            return found == null ? 0L : found.getLong(REVISION);
        });
    }

    private static String id(CustomerKey key) {
        return IndexCollection.id(KIND, key.organisation(), key.customer());
    }
}
