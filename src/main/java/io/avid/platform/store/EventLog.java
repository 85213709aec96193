package io.avid.platform.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import io.avid.platform.error.Failure;
import io.avid.platform.type.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * A module's published events in the order of their positions, from 1 without gaps.
 *
 * <p>The position is the document's key. Appending inserts at the last position plus one; where
 * another process was faster the key is taken, and this one looks again. An event's aggregate and
 * sequence are unique, so that copying it twice leaves it there once; and because an aggregate's
 * events are offered in order and each insert waits for the one before, they stand in order.
 */
public final class EventLog {
    private static final String COLLECTION = "event_log";
    private static final String POSITION = "_id";
    private static final String KEY = "key";
    private static final String EVENT = "event";

    /** Attempts against other processes that append to the same log. */
    private static final int ATTEMPTS = 100;

    private final ModuleDatabase database;
    private volatile boolean indexed;
    private long known = -1;

    EventLog(ModuleDatabase database) {
        this.database = database;
    }

    /**
     * Appends what is not there yet, in this order.
     *
     * @return the last position of the log as far as this process knows
     * @throws Failure UNAVAILABLE where the store does not answer; appending again is harmless
     */
    public synchronized long append(List<Event> events) {
        List<Event> rest = events;
        MongoException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (rest.isEmpty()) {
                return lastPosition();
            }
            long position = lastPosition();
            var documents = new ArrayList<Document>(rest.size());
            for (Event event : rest) {
                position++;
                documents.add(new Document(POSITION, position)
                        .append(KEY, keyOf(event))
                        .append(EVENT, new Binary(event.toByteArray())));
            }
            try {
                collection().insertMany(documents, new InsertManyOptions().ordered(true));
                known = position;
                return position;
            } catch (MongoBulkWriteException e) {
                // A position was taken by another process, or an event is there already.
                last = e;
            } catch (MongoException e) {
                if (!StoreFailure.isOutcomeUnknown(e)) {
                    throw StoreFailure.of(database.module(), e);
                }
                last = e;
            }
            known = -1;
            rest = withoutPresent(rest);
        }
        throw StoreFailure.of(database.module(), last);
    }

    /** The events after a position, at most so many, in order. */
    public List<PositionedEvent> after(long position, int limit) {
        List<Long> positions = LongStream.rangeClosed(position + 1, position + limit).boxed().toList();
        return StoreFailure.translate(database.module(), () -> {
            var events = new ArrayList<PositionedEvent>();
            for (Document document : collection().find(Filters.in(POSITION, positions)).batchSize(limit)) {
                events.add(new PositionedEvent(document.getLong(POSITION), parse(document)));
            }
            events.sort(Comparator.comparingLong(PositionedEvent::position));
            // The read is no snapshot: a position may have been filled after it was passed. What follows
            // a missing one waits for the next read, so that nothing is skipped.
            int complete = 0;
            while (complete < events.size() && events.get(complete).position() == position + 1 + complete) {
                complete++;
            }
            return List.copyOf(events.subList(0, complete));
        });
    }

    /** The position of the last event; 0 in an empty log. Reads the store unless this process just appended. */
    public synchronized long lastPosition() {
        if (known < 0) {
            known = StoreFailure.translate(database.module(), () -> {
                Document last = collection().find().sort(Sorts.descending(POSITION)).limit(1).first();
                return last == null ? 0L : last.getLong(POSITION);
            });
        }
        return known;
    }

    private List<Event> withoutPresent(List<Event> events) {
        List<String> keys = events.stream().map(EventLog::keyOf).toList();
        return StoreFailure.translate(database.module(), () -> {
            Set<String> present = new HashSet<>();
            for (Document document : collection().find(Filters.in(KEY, keys)).batchSize(keys.size())) {
                present.add(document.getString(KEY));
            }
            return events.stream().filter(event -> !present.contains(keyOf(event))).toList();
        });
    }

    private MongoCollection<Document> collection() {
        MongoCollection<Document> collection = database.collection(COLLECTION);
        if (!indexed) {
            database.ensureUniqueSparse(collection, KEY);
            indexed = true;
        }
        return collection;
    }

    private static String keyOf(Event event) {
        return event.getOrganisation() + "/" + event.getAggregate() + "/" + event.getSequence();
    }

    private static Event parse(Document document) {
        try {
            return Event.parseFrom(document.get(EVENT, Binary.class).getData());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("event " + document.getLong(POSITION)
                    + " of the event log is no avid.type.v1.Event", e);
        }
    }
}
