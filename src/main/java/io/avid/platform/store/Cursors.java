package io.avid.platform.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;

/** How far each subscriber of a module has come in each stream. */
public final class Cursors {
    private static final String COLLECTION = "cursors";
    private static final String POSITION = "position";

    private final ModuleDatabase database;

    Cursors(ModuleDatabase database) {
        this.database = database;
    }

    /** The position up to which all was applied; 0 before the first. */
    public long get(String name) {
        return StoreFailure.translate(database.module(), () -> {
            Document cursor = database.collection(COLLECTION).find(Filters.eq("_id", name)).first();
            return cursor == null ? 0L : cursor.getLong(POSITION);
        });
    }

    /** Moves a cursor forward; it never moves back, whoever was slow. */
    public void advance(String name, long position) {
        StoreFailure.translate(database.module(), () -> database.collection(COLLECTION).updateOne(
                Filters.eq("_id", name), Updates.max(POSITION, position), new UpdateOptions().upsert(true)));
    }

    /** Moves a cursor to the beginning, so that everything is applied again. */
    public void reset(String name) {
        StoreFailure.translate(database.module(),
                () -> database.collection(COLLECTION).deleteOne(Filters.eq("_id", name)));
    }
}
