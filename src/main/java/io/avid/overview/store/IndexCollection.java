package io.avid.overview.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreFailure;
import java.util.function.Function;
import org.bson.Document;

/**
 * The one collection of overview's read index.
 *
 * <p>All of it derives from events: processes, customers, who owns what, and how far the event logs
 * were read. The cursors stand in the same collection as what was made of the events before them, so
 * the two cannot drift apart: whoever drops the collection drops the cursors too, and at the next start
 * everything is read and indexed anew from the first event on. A new shape of the index is a new
 * collection name, which has the same effect.
 */
public final class IndexCollection {
    static final String ID = "_id";
    static final String ORGANISATION = "organisation";
    static final String UPDATE_TIME = "update_millis";
    static final String CUSTOMERS = "customers";

    private static final String COLLECTION = "index_2";

    private final ModuleDatabase database;
    private volatile boolean indexed;

    public IndexCollection(ModuleDatabase database) {
        this.database = database;
    }

    /** The id of a document: what kind of thing, of which organisation, and its name. */
    static String id(String kind, String organisation, String name) {
        return kind + "/" + organisation + "/" + name;
    }

    /** Runs a command on it; a store that does not answer is a failure of kind UNAVAILABLE. */
    <R> R with(Function<MongoCollection<Document>, R> command) {
        return StoreFailure.translate(database.module(), () -> command.apply(collection()));
    }

    private MongoCollection<Document> collection() {
        MongoCollection<Document> collection = database.template().getCollection(COLLECTION);
        if (!indexed) {
            collection.createIndex(Indexes.compoundIndex(Indexes.ascending(ORGANISATION),
                    Indexes.descending(UPDATE_TIME, ID)));
            collection.createIndex(Indexes.ascending(ORGANISATION, CUSTOMERS));
            indexed = true;
        }
        return collection;
    }
}
