package io.avid.overview.store;

import com.mongodb.MongoWriteException;
import com.mongodb.ErrorCategory;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * Overview's read index of processes: the last known state of each, latest change first. It derives
 * from events alone; dropped, it fills itself again from the publishers' logs.
 */
public final class ProcessIndex {
    private static final String COLLECTION = "processes";
    private static final String ID = "_id";
    private static final String ORGANISATION = "organisation";
    private static final String SEQUENCE = "sequence";
    private static final String STATE = "state";
    private static final String UPDATE_TIME = "update_millis";
    private static final String PROCESS = "process";

    private final ModuleDatabase database;
    private volatile boolean indexed;

    public ProcessIndex(ModuleDatabase database) {
        this.database = database;
    }

    /**
     * A process as an event stated it.
     *
     * @param organisation whose it is
     * @param name its resource name
     * @param sequence the event's sequence within the process
     * @param state name of its state
     * @param updateMillis when it changed, in milliseconds since 1970
     * @param message the whole process, serialised
     */
    public record Entry(String organisation, String name, long sequence, String state, long updateMillis,
            byte[] message) {}

    /**
     * One page of processes.
     *
     * @param messages the processes, serialised, latest change first
     * @param next where the next page begins
     */
    public record Page(List<byte[]> messages, Optional<String> next) {}

    /** Keeps what an event stated, unless a later one was here before. */
    public void keep(Entry entry) {
        String id = entry.organisation() + "/" + entry.name();
        var document = new Document(ID, id)
                .append(ORGANISATION, entry.organisation())
                .append(SEQUENCE, entry.sequence())
                .append(STATE, entry.state())
                .append(UPDATE_TIME, entry.updateMillis())
                .append(PROCESS, new Binary(entry.message()));
        StoreFailure.translate(database.module(), () -> {
            try {
                return collection().replaceOne(
                        Filters.and(Filters.eq(ID, id), Filters.lt(SEQUENCE, entry.sequence())), document,
                        new ReplaceOptions().upsert(true));
            } catch (MongoWriteException e) {
                // No document of a lower sequence and one of that id: what is there is as new or newer.
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** One page of an organisation's processes. */
    public Page latest(String organisation, Optional<String> state, int limit, Optional<String> position) {
        var filters = new ArrayList<Bson>();
        filters.add(Filters.eq(ORGANISATION, organisation));
        state.ifPresent(name -> filters.add(Filters.eq(STATE, name)));
        position.ifPresent(end -> filters.add(changedBefore(end)));
        return StoreFailure.translate(database.module(), () -> {
            var found = new ArrayList<Document>();
            for (Document document : collection().find(Filters.and(filters))
                    .sort(Sorts.descending(UPDATE_TIME, ID))
                    .limit(limit + 1)) {
                found.add(document);
            }
            Optional<String> next = found.size() <= limit ? Optional.empty() : Optional.of(end(found.get(limit - 1)));
            return new Page(found.stream()
                    .limit(limit)
                    .map(document -> document.get(PROCESS, Binary.class).getData())
                    .toList(), next);
        });
    }

    private static String end(Document document) {
        return document.getLong(UPDATE_TIME) + "/" + document.getString(ID);
    }

    private static Bson changedBefore(String position) {
        int slash = position.indexOf('/');
        long time = Long.parseLong(position.substring(0, slash));
        return Filters.or(Filters.lt(UPDATE_TIME, time),
                Filters.and(Filters.eq(UPDATE_TIME, time), Filters.lt(ID, position.substring(slash + 1))));
    }

    private MongoCollection<Document> collection() {
        MongoCollection<Document> collection = database.template().getCollection(COLLECTION);
        if (!indexed) {
            collection.createIndex(Indexes.compoundIndex(Indexes.ascending(ORGANISATION),
                    Indexes.descending(UPDATE_TIME, ID)));
            indexed = true;
        }
        return collection;
    }
}
