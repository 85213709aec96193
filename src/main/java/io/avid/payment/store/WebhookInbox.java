package io.avid.payment.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.avid.payment.application.ReceivedEvent;
import io.avid.payment.application.EventInbox;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Events of Stripe's as they came, each kept under its id until it was applied, and its id for 30 days
 * after that: Stripe sends an event again for three days at most, so it is applied once.
 *
 * <p>What waits has a field {@code pending}, with a sparse unique index, so that it is found without
 * reading what was applied. The body, which may hold personal data, goes when it was applied.
 */
public final class WebhookInbox implements EventInbox {
    private static final String COLLECTION = "webhook_events";
    private static final String ID = "_id";
    private static final String ORGANISATION = "organisation";
    private static final String EVENT = "event";
    private static final String BODY = "body";
    private static final String RECEIVED = "received";
    private static final String PENDING = "pending";
    private static final String ATTEMPTS = "attempts";
    private static final String DUE = "due";
    private static final String APPLIED = "applied";
    private static final String PARKED = "parked";
    private static final long KEPT_DAYS = 30;

    private final ModuleDatabase database;
    private volatile boolean indexed;

    public WebhookInbox(ModuleDatabase database) {
        this.database = database;
    }

    @Override
    public Set<ReceivedEvent> store(Collection<ReceivedEvent> events) {
        List<ReceivedEvent> given = List.copyOf(events);
        List<Document> documents = given.stream().map(WebhookInbox::document).toList();
        return StoreFailure.translate(database.module(), () -> {
            Set<ReceivedEvent> stored = new HashSet<>(given);
            try {
                collection().insertMany(documents, new InsertManyOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                if (e.getWriteConcernError() != null
                        || e.getWriteErrors().stream().anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                    throw e;
                }
                for (BulkWriteError error : e.getWriteErrors()) {
                    stored.remove(given.get(error.getIndex()));
                }
            }
            return stored;
        });
    }

    @Override
    public List<ReceivedEvent> due(Instant now, int limit) {
        return StoreFailure.translate(database.module(), () -> {
            var found = new ArrayList<ReceivedEvent>();
            for (Document document : collection().find(Filters.and(Filters.exists(PENDING), Filters.lte(DUE, Date.from(now)),
                    Filters.exists(PARKED, false))).limit(limit)) {
                found.add(new ReceivedEvent(document.getString(ORGANISATION), document.getString(EVENT), document.getString(BODY),
                        document.getDate(RECEIVED).toInstant(), document.getInteger(ATTEMPTS)));
            }
            return List.copyOf(found);
        });
    }

    @Override
    public void applied(Collection<ReceivedEvent> events, Instant now) {
        write(events.stream().map(event -> new UpdateOneModel<Document>(Filters.eq(ID, id(event)), Updates.combine(
                Updates.set(APPLIED, Date.from(now)), Updates.unset(PENDING), Updates.unset(BODY), Updates.unset(DUE)))).toList());
    }

    @Override
    public void failed(ReceivedEvent event, Instant due, boolean parked) {
        Bson update = Updates.combine(Updates.inc(ATTEMPTS, 1), Updates.set(DUE, Date.from(due)));
        write(List.of(new UpdateOneModel<>(Filters.eq(ID, id(event)), parked
                ? Updates.combine(update, Updates.set(PARKED, true)) : update)));
    }

    @Override
    public int resend(String organisation, Instant now) {
        List<Document> parked = StoreFailure.translate(database.module(), () -> collection().find(Filters.and(
                Filters.exists(PENDING), Filters.eq(PARKED, true), Filters.eq(ORGANISATION, organisation))).into(new ArrayList<>()));
        write(parked.stream().map(document -> new UpdateOneModel<Document>(Filters.eq(ID, document.getString(ID)), Updates.combine(
                Updates.unset(PARKED), Updates.set(ATTEMPTS, 0), Updates.set(DUE, Date.from(now))))).toList());
        return parked.size();
    }

    @Override
    public Set<String> known(String organisation, Collection<String> events) {
        List<String> ids = events.stream().map(event -> organisation + "/" + event).toList();
        return StoreFailure.translate(database.module(), () -> {
            var known = new HashSet<String>();
            for (Document document : collection().find(Filters.in(ID, ids)).projection(new Document(EVENT, 1))) {
                known.add(document.getString(EVENT));
            }
            return known;
        });
    }

    @Override
    public Waiting waiting() {
        return StoreFailure.translate(database.module(), () -> {
            long pending = 0;
            long parked = 0;
            for (Document document : collection().find(Filters.exists(PENDING)).projection(new Document(PARKED, 1))) {
                if (document.containsKey(PARKED)) {
                    parked++;
                } else {
                    pending++;
                }
            }
            return new Waiting(pending, parked);
        });
    }

    private void write(List<UpdateOneModel<Document>> updates) {
        if (!updates.isEmpty()) {
            StoreFailure.translate(database.module(), () -> collection().bulkWrite(updates, new BulkWriteOptions().ordered(false)));
        }
    }

    private MongoCollection<Document> collection() {
        MongoCollection<Document> collection = database.template().getCollection(COLLECTION);
        if (!indexed) {
            collection.createIndex(Indexes.ascending(PENDING), new IndexOptions().unique(true).sparse(true));
            collection.createIndex(Indexes.ascending(APPLIED), new IndexOptions().expireAfter(KEPT_DAYS, TimeUnit.DAYS));
            indexed = true;
        }
        return collection;
    }

    private static Document document(ReceivedEvent event) {
        return new Document(ID, id(event))
                .append(ORGANISATION, event.organisation())
                .append(EVENT, event.id())
                .append(BODY, event.body())
                .append(RECEIVED, Date.from(event.received()))
                .append(ATTEMPTS, event.attempts())
                .append(DUE, Date.from(event.received()))
                .append(PENDING, id(event));
    }

    private static String id(ReceivedEvent event) {
        return event.organisation() + "/" + event.id();
    }
}
