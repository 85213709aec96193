package io.avid.platform.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.avid.platform.type.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;

/** Events that a module's subscribers could not process, and those of the same aggregates after them. */
public final class ParkedEvents {
    private static final String COLLECTION = "parked_events";
    private static final String ID = "_id";
    private static final String SUBSCRIBER = "subscriber";
    private static final String REASON = "reason";
    private static final String TIME = "time";
    private static final String EVENT = "event";

    private final ModuleDatabase database;

    /**
     * An event that waits for somebody.
     *
     * @param subscriber who could not process it
     * @param event the event
     * @param reason why: the failure's kind, or that an earlier event of the aggregate is parked
     * @param time since when
     */
    public record Parked(String subscriber, Event event, String reason, Instant time) {}

    ParkedEvents(ModuleDatabase database) {
        this.database = database;
    }

    /** Parks an event; parking it again changes nothing but the reason. */
    public void park(Parked parked) {
        String id = idOf(parked.subscriber(), parked.event());
        StoreFailure.translate(database.module(), () -> database.collection(COLLECTION).replaceOne(
                Filters.eq(ID, id),
                new Document(ID, id)
                        .append(SUBSCRIBER, parked.subscriber())
                        .append(REASON, parked.reason())
                        .append(TIME, Date.from(parked.time()))
                        .append(EVENT, new Binary(parked.event().toByteArray())),
                new ReplaceOptions().upsert(true)));
    }

    /** Forgets an event that was processed after all. */
    public void remove(String subscriber, Event event) {
        StoreFailure.translate(database.module(),
                () -> database.collection(COLLECTION).deleteOne(Filters.eq(ID, idOf(subscriber, event))));
    }

    /** What is parked, by aggregate and sequence. Reads the whole collection, which is small or an alarm. */
    public List<Parked> list() {
        return StoreFailure.translate(database.module(), () -> {
            var parked = new ArrayList<Parked>();
            for (Document document : database.collection(COLLECTION).find()) {
                parked.add(new Parked(document.getString(SUBSCRIBER), parse(document), document.getString(REASON),
                        document.getDate(TIME).toInstant()));
            }
            parked.sort(Comparator.comparing(Parked::subscriber)
                    .thenComparing(one -> one.event().getOrganisation())
                    .thenComparing(one -> one.event().getAggregate())
                    .thenComparing(one -> one.event().getSequence()));
            return List.copyOf(parked);
        });
    }

    private static String idOf(String subscriber, Event event) {
        return subscriber + "/" + event.getOrganisation() + "/" + event.getAggregate() + "/" + event.getSequence();
    }

    private static Event parse(Document document) {
        try {
            return Event.parseFrom(document.get(EVENT, Binary.class).getData());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("parked event " + document.getString(ID) + " is no avid.type.v1.Event", e);
        }
    }
}
