package io.avid.platform.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.identifier.RandomId;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.type.v1.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * Keeps aggregates of one kind, one document each; every change is one write of one document.
 *
 * <p>What must change together is in the document: the state, the events that the change causes, the
 * record of the request that asked for it, and the keys that no other aggregate may have. So no
 * transaction is needed and a crash tears nothing: after it, either all of it happened or nothing.
 *
 * <p><b>Changing.</b> An update reads the document, lets a decision make the next state, and writes
 * it on condition that the version is still the one that was read. Who was slower reads again and
 * decides again on what is there now; a decision therefore has no effects of its own.
 *
 * <p><b>Repeating.</b> A call is known by method and request_id. The id of what it creates derives
 * from them, and what it did is recorded in the document. So the same call answers what it answered
 * the first time, for 30 days, and the same request_id with other content is refused.
 *
 * <p><b>Not knowing.</b> When a connection breaks after a write was sent, the write may have
 * happened. Every write carries a token of its own, so the store reads back and sees whether it did;
 * where it did not, repeating is safe, for both attempts have the same condition. When even reading
 * fails, the call fails UNAVAILABLE and its caller learns the outcome by repeating it.
 *
 * <p><b>Events.</b> They wait in the document until the module's relay has copied them to the event
 * log. A sparse index holds the documents in which some wait, so that they are found after a crash.
 *
 * <p>Reads are by key or unique key alone; everything else is a search index's task.
 */
public final class AggregateStore<T> implements Outbox {
    /** Attempts of one change against others who change the same aggregate. */
    private static final int ATTEMPTS = 40;

    /** Events that may wait in one document; more means that nobody relays them. */
    private static final int PENDING_LIMIT = 200;

    /** Documents asked for at once; keeps one answer well under the message limit. */
    private static final int READ_BATCH = 1_000;

    private final ModuleDatabase database;
    private final String resources;
    private final StateCodec<T> codec;
    private volatile boolean indexed;
    private volatile boolean listed;

    AggregateStore(ModuleDatabase database, String resources, StateCodec<T> codec) {
        this.database = database;
        this.resources = resources;
        this.codec = codec;
        database.outboxListener().opened(this);
    }

    /** The resource name of an id: {@code customers/{id}}. */
    public String nameOf(String id) {
        return resources + "/" + id;
    }

    /**
     * The id in a resource name.
     *
     * @throws Failure NOT_FOUND if the name is not one of this collection's
     */
    public String idOf(String name) {
        String prefix = resources + "/";
        if (!name.startsWith(prefix) || name.length() == prefix.length() || name.indexOf('/', prefix.length()) >= 0) {
            throw Failure.notFound(name);
        }
        return name.substring(prefix.length());
    }

    /** The etag that an aggregate has right after its creation; for facts that state it. */
    public String firstEtag(String organisation, String id) {
        return etag(AggregateKey.of(organisation, id), 1);
    }

    /** The etag that an aggregate has after the next change. */
    public String nextEtag(Stored<T> current) {
        return etag(AggregateKey.of(current.organisation(), current.id()), current.version() + 1);
    }

    /** The aggregate, if the organisation has one of that id. */
    public Optional<Stored<T>> find(String organisation, String id) {
        return translate(() -> findDocument(AggregateKey.of(organisation, id)).map(this::stored));
    }

    /**
     * The aggregate.
     *
     * @throws Failure NOT_FOUND if the organisation has none of that id
     */
    public Stored<T> get(String organisation, String id) {
        return find(organisation, id).orElseThrow(() -> Failure.notFound(nameOf(id)));
    }

    /** The aggregates of these ids, in that order; ids that the organisation does not have are left out. */
    public List<Stored<T>> getAll(String organisation, Collection<String> ids) {
        List<String> keys = ids.stream().map(id -> AggregateKey.of(organisation, id)).toList();
        Map<String, Document> found = translate(() -> findDocuments(keys));
        return keys.stream().distinct().map(found::get).filter(java.util.Objects::nonNull).map(this::stored).toList();
    }

    /** Who has these unique keys in the organisation; keys that nobody has are left out. */
    public Map<UniqueKey, Stored<T>> findByKeys(String organisation, Collection<UniqueKey> keys) {
        var result = new LinkedHashMap<UniqueKey, Stored<T>>();
        List<UniqueKey> wanted = List.copyOf(keys);
        for (int from = 0; from < wanted.size(); from += READ_BATCH) {
            List<UniqueKey> batch = wanted.subList(from, Math.min(wanted.size(), from + READ_BATCH));
            result.putAll(translate(() -> holders(organisation, batch)));
        }
        return result;
    }

    /**
     * The organisation's aggregates, latest created first.
     *
     * @param equal values that fields of the state must have, by the names that the codec gives them
     * @param limit how many at most
     * @param position where the page before ended, as {@link Latest#next} said
     */
    public Latest<T> latest(String organisation, Map<String, String> equal, int limit, Optional<String> position) {
        var filters = new ArrayList<Bson>();
        filters.add(Filters.eq(Fields.ORGANISATION, organisation));
        equal.forEach((field, value) -> filters.add(Filters.eq(Fields.STATE + "." + field, value)));
        position.ifPresent(end -> filters.add(createdBefore(end)));
        return translate(() -> {
            MongoCollection<Document> collection = collection();
            if (!listed) {
                collection.createIndex(Indexes.compoundIndex(Indexes.ascending(Fields.ORGANISATION),
                        Indexes.descending(Fields.CREATE_TIME, Fields.ID)));
                listed = true;
            }
            var page = new ArrayList<Stored<T>>();
            for (Document document : collection.find(Filters.and(filters))
                    .sort(Sorts.descending(Fields.CREATE_TIME, Fields.ID))
                    .limit(limit + 1)) {
                page.add(stored(document));
            }
            if (page.size() <= limit) {
                return new Latest<>(page, Optional.empty());
            }
            Stored<T> last = page.get(limit - 1);
            return new Latest<>(page.subList(0, limit), Optional.of(last.createTime().toEpochMilli() + "/"
                    + AggregateKey.of(organisation, last.id())));
        });
    }

    /** Of those created in the same millisecond, the keys decide. */
    private static Bson createdBefore(String position) {
        int slash = position.indexOf('/');
        var time = new Date(Long.parseLong(position.substring(0, slash)));
        return Filters.or(Filters.lt(Fields.CREATE_TIME, time),
                Filters.and(Filters.eq(Fields.CREATE_TIME, time), Filters.lt(Fields.ID, position.substring(slash + 1))));
    }

    /**
     * A page of aggregates, latest created first.
     *
     * @param aggregates the page
     * @param next where the next one begins, where there is one; not for a caller's eyes without a page token
     */
    public record Latest<T>(List<Stored<T>> aggregates, Optional<String> next) {
        public Latest {
            aggregates = List.copyOf(aggregates);
            Objects.requireNonNull(next, "next");
        }
    }

    /**
     * Every aggregate of every organisation, in no order; for rebuilding what derives from them. It
     * reads the whole collection.
     */
    public void forEach(Consumer<Stored<T>> action) {
        translate(() -> {
            for (Document document : collection().find().batchSize(READ_BATCH)) {
                action.accept(stored(document));
            }
            return null;
        });
    }

    /**
     * Creates an aggregate. The same request again answers what it answered the first time.
     *
     * @throws UniqueKeyTaken if another has one of its unique keys
     * @throws Failure REQUEST_ID_REUSED, or UNAVAILABLE (the outcome is unknown: repeat)
     */
    public Stored<T> create(Principal by, NewAggregate<T> aggregate) {
        Document document = newDocument(by, aggregate);
        MongoException lost = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                collection().insertOne(document);
                return created(document);
            } catch (MongoException e) {
                boolean duplicate = StoreFailure.isDuplicateKey(e);
                if (!duplicate && !StoreFailure.isOutcomeUnknown(e)) {
                    throw StoreFailure.of(database.module(), e);
                }
                Optional<Document> present = translate(() -> findDocument(document.getString(Fields.ID)));
                if (present.isPresent()) {
                    return alreadyCreated(present.get(), document, aggregate.request());
                }
                if (duplicate) {
                    refuseTakenKeys(by.organisation(), aggregate.keys(), document.getString(Fields.ID));
                }
                lost = e;
            }
        }
        throw StoreFailure.of(database.module(), lost);
    }

    /**
     * Creates many, each a write of its own with an outcome of its own, sent together.
     *
     * @return one outcome for each, in order
     */
    public List<CreateOutcome<T>> createAll(Principal by, List<NewAggregate<T>> aggregates) {
        if (aggregates.isEmpty()) {
            return List.of();
        }
        List<Document> documents = aggregates.stream().map(aggregate -> newDocument(by, aggregate)).toList();
        Set<Integer> refused = new HashSet<>();
        try {
            collection().insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            for (BulkWriteError error : e.getWriteErrors()) {
                refused.add(error.getIndex());
            }
            if (e.getWriteConcernError() != null) {
                return createSingly(by, aggregates);
            }
        } catch (MongoException e) {
            if (!StoreFailure.isOutcomeUnknown(e)) {
                throw StoreFailure.of(database.module(), e);
            }
            // Creating is safe to repeat: what was inserted is found by its token.
            return createSingly(by, aggregates);
        }
        List<CreateOutcome<T>> outcomes = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            outcomes.add(refused.contains(i) ? null : new CreateOutcome.Created<>(created(documents.get(i))));
        }
        if (!refused.isEmpty()) {
            settleRefused(by, aggregates, documents, refused, outcomes);
        }
        return List.copyOf(outcomes);
    }

    /**
     * What a request that changed the aggregate answered; empty where it has not come. For work that has
     * effects of its own, which a decision of {@link #update} must not have.
     *
     * @throws Failure REQUEST_ID_REUSED
     */
    public Optional<Stored<T>> recorded(Principal by, String id, RequestIdentity request) {
        return translate(() -> findDocument(AggregateKey.of(by.organisation(), id)))
                .flatMap(document -> RecordedRequests.find(document, request).map(recorded -> answered(document, recorded)));
    }

    /**
     * Changes an aggregate, on condition of its version.
     *
     * @param request the call that asks for it; the same call again answers what it answered first
     * @param decision makes the next state of the present one or throws; it may run more than once
     * @throws UniqueKeyTaken if another has one of its unique keys
     * @throws Failure what the decision throws; NOT_FOUND, REQUEST_ID_REUSED, UNAVAILABLE, or ABORTED
     *     (CHANGED_TOO_OFTEN) where others were faster again and again
     */
    public Stored<T> update(Principal by, String id, Optional<RequestIdentity> request,
            Function<Stored<T>, Change<T>> decision) {
        return update(by, id, Optional.empty(), request, decision);
    }

    /** The same, deciding first on what the caller read before, which saves a read while nobody else writes. */
    public Stored<T> update(Principal by, Stored<T> known, Optional<RequestIdentity> request,
            Function<Stored<T>, Change<T>> decision) {
        return update(by, known.id(), Optional.of(known.document()), request, decision);
    }

    private Stored<T> update(Principal by, String id, Optional<Document> known, Optional<RequestIdentity> request,
            Function<Stored<T>, Change<T>> decision) {
        String key = AggregateKey.of(by.organisation(), id);
        String write = RandomId.next();
        Optional<Document> current = known.filter(document -> pendingIn(document) < PENDING_LIMIT);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Document before = current.or(() -> translate(() -> findDocument(key)))
                    .orElseThrow(() -> Failure.notFound(nameOf(id)));
            if (write.equals(before.getString(Fields.WRITE))) {
                return stored(before);
            }
            Optional<Document> recorded = request.flatMap(identity -> RecordedRequests.find(before, identity));
            if (recorded.isPresent()) {
                return answered(before, recorded.get());
            }
            Change<T> change = decision.apply(stored(before));
            Document after = nextDocument(by, before, change, request, write);
            try {
                long matched = collection().updateOne(
                        Filters.and(Filters.eq(Fields.ID, key),
                                Filters.eq(Fields.VERSION, before.getLong(Fields.VERSION))),
                        difference(before, after)).getMatchedCount();
                if (matched == 1) {
                    if (!change.facts().isEmpty()) {
                        wake(after);
                    }
                    // The relay takes these away meanwhile; who writes on from here only appends.
                    after.remove(Fields.PENDING);
                    return stored(after);
                }
            } catch (MongoException e) {
                if (StoreFailure.isDuplicateKey(e)) {
                    refuseTakenKeys(by.organisation(), change.keys().orElse(Set.of()), key);
                } else if (!StoreFailure.isOutcomeUnknown(e)) {
                    throw StoreFailure.of(database.module(), e);
                }
            }
            // Others were faster, or the answer was lost: look again.
            current = Optional.empty();
        }
        throw Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN", nameOf(id) + " was changed by others " + ATTEMPTS
                + " times while this change was tried. Repeat it with the same request_id.",
                Map.of("resource", nameOf(id)));
    }

    @Override
    public List<Pending> pending(List<String> keys) {
        return translate(() -> findDocuments(keys).values().stream()
                .map(AggregateStore::waiting).filter(pending -> !pending.events().isEmpty()).toList());
    }

    @Override
    public List<Pending> sweep(int limit) {
        return translate(() -> {
            var found = new ArrayList<Pending>();
            for (Document document : collection().find(Filters.exists(Fields.PENDING_KEY)).limit(limit)) {
                found.add(waiting(document));
            }
            return List.copyOf(found);
        });
    }

    @Override
    public void relayed(Map<String, Long> throughSequenceByKey) {
        var emptying = new ArrayList<UpdateOneModel<Document>>();
        var shortening = new ArrayList<UpdateOneModel<Document>>();
        throughSequenceByKey.forEach((key, through) -> {
            emptying.add(new UpdateOneModel<>(
                    Filters.and(Filters.eq(Fields.ID, key), Filters.eq(Fields.SEQUENCE, through)),
                    Updates.combine(Updates.unset(Fields.PENDING), Updates.unset(Fields.PENDING_KEY))));
            shortening.add(new UpdateOneModel<>(Filters.eq(Fields.ID, key), Updates.pull(Fields.PENDING,
                    new Document(Fields.SEQUENCE, new Document("$lte", through)))));
        });
        var unordered = new BulkWriteOptions().ordered(false);
        translate(() -> {
            if (collection().bulkWrite(emptying, unordered).getMatchedCount() < emptying.size()) {
                // Somewhere another event came meanwhile: take away the old ones, keep the key.
                collection().bulkWrite(shortening, unordered);
            }
            return null;
        });
    }

    private MongoCollection<Document> collection() {
        MongoCollection<Document> collection = database.collection(resources);
        if (!indexed) {
            database.ensureUniqueSparse(collection, Fields.KEYS);
            database.ensureUniqueSparse(collection, Fields.PENDING_KEY);
            indexed = true;
        }
        return collection;
    }

    private <R> R translate(java.util.function.Supplier<R> command) {
        return StoreFailure.translate(database.module(), command);
    }

    private Optional<Document> findDocument(String key) {
        return Optional.ofNullable(collection().find(Filters.eq(Fields.ID, key)).first());
    }

    private Map<String, Document> findDocuments(List<String> keys) {
        var found = new LinkedHashMap<String, Document>();
        for (int from = 0; from < keys.size(); from += READ_BATCH) {
            List<String> batch = keys.subList(from, Math.min(keys.size(), from + READ_BATCH));
            for (Document document : collection().find(Filters.in(Fields.ID, batch)).batchSize(READ_BATCH)) {
                found.put(document.getString(Fields.ID), document);
            }
        }
        return found;
    }

    private Map<UniqueKey, Stored<T>> holders(String organisation, Collection<UniqueKey> keys) {
        var byStoredKey = new HashMap<String, Document>();
        List<String> storedKeys = keys.stream().map(key -> key.stored(organisation)).toList();
        for (Document document : collection().find(Filters.in(Fields.KEYS, storedKeys)).batchSize(READ_BATCH)) {
            for (String key : document.getList(Fields.KEYS, String.class)) {
                byStoredKey.put(key, document);
            }
        }
        var holders = new LinkedHashMap<UniqueKey, Stored<T>>();
        for (UniqueKey key : keys) {
            Document holder = byStoredKey.get(key.stored(organisation));
            if (holder != null) {
                holders.put(key, stored(holder));
            }
        }
        return holders;
    }

    private void refuseTakenKeys(String organisation, Set<UniqueKey> keys, String own) {
        translate(() -> holders(organisation, keys)).forEach((key, holder) -> {
            if (!AggregateKey.of(organisation, holder.id()).equals(own)) {
                throw new UniqueKeyTaken(key, holder.id());
            }
        });
    }

    private List<CreateOutcome<T>> createSingly(Principal by, List<NewAggregate<T>> aggregates) {
        var outcomes = new ArrayList<CreateOutcome<T>>(aggregates.size());
        for (NewAggregate<T> aggregate : aggregates) {
            outcomes.add(createOne(by, aggregate));
        }
        return List.copyOf(outcomes);
    }

    private CreateOutcome<T> createOne(Principal by, NewAggregate<T> aggregate) {
        try {
            return new CreateOutcome.Created<>(create(by, aggregate));
        } catch (UniqueKeyTaken taken) {
            return new CreateOutcome.KeyTaken<>(taken.key(), get(by.organisation(), taken.holder()));
        } catch (Failure failure) {
            return new CreateOutcome.Refused<>(failure);
        }
    }

    /** What a batch refused is there already, or another has one of its keys: two reads tell for all. */
    private void settleRefused(Principal by, List<NewAggregate<T>> aggregates, List<Document> documents,
            Set<Integer> refused, List<CreateOutcome<T>> outcomes) {
        String organisation = by.organisation();
        Map<String, Document> present = translate(() -> findDocuments(
                refused.stream().map(i -> documents.get(i).getString(Fields.ID)).toList()));
        List<UniqueKey> keys = refused.stream().filter(i -> !present.containsKey(documents.get(i).getString(Fields.ID)))
                .flatMap(i -> aggregates.get(i).keys().stream()).toList();
        Map<UniqueKey, Stored<T>> taken = findByKeys(organisation, keys);
        for (int i : refused) {
            Document document = documents.get(i);
            Document there = present.get(document.getString(Fields.ID));
            Optional<UniqueKey> takenKey = aggregates.get(i).keys().stream().filter(taken::containsKey).findFirst();
            if (there != null) {
                outcomes.set(i, answer(there, document, aggregates.get(i)));
            } else if (takenKey.isPresent()) {
                outcomes.set(i, new CreateOutcome.KeyTaken<>(takenKey.get(), taken.get(takenKey.get())));
            } else {
                outcomes.set(i, createOne(by, aggregates.get(i)));
            }
        }
    }

    private CreateOutcome<T> answer(Document present, Document wanted, NewAggregate<T> aggregate) {
        try {
            return new CreateOutcome.Created<>(alreadyCreated(present, wanted, aggregate.request()));
        } catch (Failure failure) {
            return new CreateOutcome.Refused<>(failure);
        }
    }

    private Stored<T> created(Document document) {
        wake(document);
        return stored(document);
    }

    private Stored<T> alreadyCreated(Document present, Document wanted, Optional<RequestIdentity> request) {
        if (present.getString(Fields.WRITE).equals(wanted.getString(Fields.WRITE))) {
            return created(present);
        }
        if (request.isEmpty()) {
            return stored(present);
        }
        Optional<Document> recorded = RecordedRequests.find(present, request.get());
        // The id derives from the request: it can be nothing else, even where the record is no longer kept.
        return recorded.isPresent() ? answered(present, recorded.get()) : stored(present);
    }

    /** The aggregate as the recorded request left it. */
    private Stored<T> answered(Document present, Document recorded) {
        Document outcome = recorded.get(Fields.OUTCOME, Document.class);
        if (outcome == null) {
            return stored(present);
        }
        return new Stored<>(present.getString(Fields.ORGANISATION), present.getString(Fields.AGGREGATE_ID),
                recorded.getLong(Fields.VERSION), outcome.getString(Fields.ETAG),
                present.getDate(Fields.CREATE_TIME).toInstant(), outcome.getDate(Fields.UPDATE_TIME).toInstant(),
                codec.decode(outcome.get(Fields.STATE, Document.class)), present);
    }

    private Stored<T> stored(Document document) {
        return new Stored<>(document.getString(Fields.ORGANISATION), document.getString(Fields.AGGREGATE_ID),
                document.getLong(Fields.VERSION), document.getString(Fields.ETAG),
                document.getDate(Fields.CREATE_TIME).toInstant(), document.getDate(Fields.UPDATE_TIME).toInstant(),
                codec.decode(document.get(Fields.STATE, Document.class)), document);
    }

    private Document newDocument(Principal by, NewAggregate<T> aggregate) {
        Instant now = now();
        String key = AggregateKey.of(by.organisation(), aggregate.id());
        var document = new Document(Fields.ID, key)
                .append(Fields.ORGANISATION, by.organisation())
                .append(Fields.AGGREGATE_ID, aggregate.id())
                .append(Fields.VERSION, 1L)
                .append(Fields.ETAG, etag(key, 1))
                .append(Fields.CREATE_TIME, Date.from(now))
                .append(Fields.UPDATE_TIME, Date.from(now))
                .append(Fields.WRITE, RandomId.next())
                .append(Fields.STATE, codec.encode(aggregate.state()))
                .append(Fields.SEQUENCE, (long) aggregate.facts().size());
        if (!aggregate.keys().isEmpty()) {
            document.append(Fields.KEYS, storedKeys(by.organisation(), aggregate.keys()));
        }
        if (!aggregate.facts().isEmpty()) {
            document.append(Fields.PENDING, events(by, aggregate.id(), 0, aggregate.facts(), now))
                    .append(Fields.PENDING_KEY, key);
        }
        aggregate.request().ifPresent(request -> document.append(Fields.REQUESTS,
                List.of(RecordedRequests.newRecord(request, 1, now))));
        return document;
    }

    private Document nextDocument(Principal by, Document before, Change<T> change, Optional<RequestIdentity> request,
            String write) {
        Instant now = now();
        String key = before.getString(Fields.ID);
        long version = before.getLong(Fields.VERSION) + 1;
        long sequence = before.getLong(Fields.SEQUENCE);
        var after = new Document(before);
        after.put(Fields.VERSION, version);
        after.put(Fields.ETAG, etag(key, version));
        after.put(Fields.UPDATE_TIME, Date.from(now));
        after.put(Fields.WRITE, write);
        after.put(Fields.STATE, codec.encode(change.state()));
        change.keys().ifPresent(keys -> {
            if (keys.isEmpty()) {
                after.remove(Fields.KEYS);
            } else {
                after.put(Fields.KEYS, storedKeys(by.organisation(), keys));
            }
        });
        if (!change.facts().isEmpty()) {
            var pending = new ArrayList<>(before.getList(Fields.PENDING, Document.class, List.of()));
            pending.addAll(events(by, before.getString(Fields.AGGREGATE_ID), sequence, change.facts(), now));
            if (pending.size() > PENDING_LIMIT) {
                throw Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", "More than " + PENDING_LIMIT
                        + " events of " + nameOf(before.getString(Fields.AGGREGATE_ID))
                        + " wait to be relayed. See why the event log of module " + database.module()
                        + " takes none, then try again.", Map.of("limit", Integer.toString(PENDING_LIMIT)));
            }
            after.put(Fields.PENDING, pending);
            after.put(Fields.PENDING_KEY, key);
            after.put(Fields.SEQUENCE, sequence + change.facts().size());
        }
        List<Document> requests = RecordedRequests.next(before, request, now);
        if (requests.isEmpty()) {
            after.remove(Fields.REQUESTS);
        } else {
            after.put(Fields.REQUESTS, requests);
        }
        return after;
    }

    /**
     * What to write. Events are appended, not replaced: the relay takes them away meanwhile without
     * touching the version, and a replacement would bring them back.
     */
    private static Bson difference(Document before, Document after) {
        var set = new Document();
        var unset = new Document();
        for (String field : List.of(Fields.VERSION, Fields.ETAG, Fields.UPDATE_TIME, Fields.WRITE, Fields.STATE,
                Fields.SEQUENCE, Fields.KEYS, Fields.REQUESTS)) {
            if (after.containsKey(field)) {
                if (!after.get(field).equals(before.get(field))) {
                    set.append(field, after.get(field));
                }
            } else if (before.containsKey(field)) {
                unset.append(field, "");
            }
        }
        var update = new Document();
        int appended = pendingIn(after) - pendingIn(before);
        if (appended > 0) {
            set.append(Fields.PENDING_KEY, after.getString(Fields.PENDING_KEY));
            List<Document> pending = after.getList(Fields.PENDING, Document.class);
            update.append("$push", new Document(Fields.PENDING,
                    new Document("$each", pending.subList(pending.size() - appended, pending.size()))));
        }
        update.append("$set", set);
        if (!unset.isEmpty()) {
            update.append("$unset", unset);
        }
        return update;
    }

    private static int pendingIn(Document document) {
        return document.getList(Fields.PENDING, Document.class, List.of()).size();
    }

    private List<Document> events(Principal by, String id, long sequence, List<Fact> facts, Instant now) {
        String aggregate = nameOf(id);
        var events = new ArrayList<Document>(facts.size());
        long next = sequence;
        for (Fact fact : facts) {
            next++;
            Event event = Event.newBuilder()
                    .setId(DerivedId.of(by.organisation(), aggregate, Long.toString(next)))
                    .setOrganisation(by.organisation())
                    .setAggregate(aggregate)
                    .setSequence(next)
                    .setActor(by.actor())
                    .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                    .setType(fact.type())
                    .setPayload(ByteString.copyFrom(fact.payload()))
                    .setTraceparent(CurrentTrace.traceparent())
                    .build();
            events.add(new Document(Fields.SEQUENCE, next).append(Fields.EVENT, new Binary(event.toByteArray())));
        }
        return events;
    }

    private static Pending waiting(Document document) {
        var events = new ArrayList<Event>();
        for (Document pending : document.getList(Fields.PENDING, Document.class, List.of())) {
            try {
                events.add(Event.parseFrom(pending.get(Fields.EVENT, Binary.class).getData()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("the pending event " + pending.getLong(Fields.SEQUENCE) + " of "
                        + document.getString(Fields.ID) + " is no avid.type.v1.Event", e);
            }
        }
        return new Pending(document.getString(Fields.ID), List.copyOf(events));
    }

    private void wake(Document document) {
        if (document.containsKey(Fields.PENDING_KEY)) {
            database.outboxListener().appended(this, document.getString(Fields.ID));
        }
    }

    private static List<String> storedKeys(String organisation, Set<UniqueKey> keys) {
        return keys.stream().map(key -> key.stored(organisation)).sorted().toList();
    }

    private static String etag(String key, long version) {
        return DerivedId.of(key, Long.toString(version)).substring(0, 12);
    }

    /** MongoDB keeps milliseconds; what is answered now must equal what is read later. */
    private Instant now() {
        return database.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
