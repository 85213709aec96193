package io.avid.overview.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.avid.platform.event.EventCursor;
import org.bson.Document;

/** How far the index has read each event log, kept in the index itself; see {@link IndexCollection}. */
public final class IndexCursor implements EventCursor {
    private static final String POSITION = "position";

    private final IndexCollection index;

    public IndexCursor(IndexCollection index) {
        this.index = index;
    }

    @Override
    public long position(String publisher, String stream) {
        return index.with(collection -> {
            Document cursor = collection.find(Filters.eq(IndexCollection.ID, id(publisher, stream))).first();
            return cursor == null ? 0L : cursor.getLong(POSITION);
        });
    }

    @Override
    public void advance(String publisher, String stream, long position) {
        index.with(collection -> collection.updateOne(Filters.eq(IndexCollection.ID, id(publisher, stream)),
                Updates.max(POSITION, position), new UpdateOptions().upsert(true)));
    }

    private static String id(String publisher, String stream) {
        return "cursor/" + publisher + "/" + stream;
    }
}
