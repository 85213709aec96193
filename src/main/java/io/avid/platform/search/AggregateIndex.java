package io.avid.platform.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.json.JsonpUtils;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.event.EventCursor;
import io.avid.platform.event.EventSubscriber;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.identifier.RandomId;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import io.avid.platform.type.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index in Elasticsearch of a module's aggregates, for finding those that MongoDB is not asked for.
 *
 * <p>It follows the module's own events. An event only says which aggregate changed: its present state
 * is read from the store and written with its version as the document's external version. So nothing is
 * lost when events come twice, late or out of order: the highest version stays, whoever writes last.
 *
 * <p>How far it followed is a document of the index itself. A cursor kept elsewhere would outlive an
 * index that is lost, and the new one would miss what was before. An index that is not there (a new
 * installation, a dropped index) is built anew from the store under a name of its own and put in place by
 * moving an alias, so that nobody searches a half of it. The position to follow from is taken before the
 * first aggregate is read: what changed meanwhile is told once more afterwards, and does no harm.
 *
 * <p>Before it searches it waits a moment for what this process wrote, so that who makes something finds
 * it. An index that is further behind answers without. Elasticsearch is asked to show what was written
 * when somebody searches, and not at every write: that would cost it a segment for a few documents each
 * time. What other processes wrote it shows within its own second.
 */
public final class AggregateIndex implements EventCursor, EventSubscriber {
    /** The name of the subscription by which an index follows: a module has one index of its aggregates. */
    static final String SUBSCRIPTION = "search";

    private static final Logger LOG = LoggerFactory.getLogger(AggregateIndex.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int BATCH = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String CURSOR_ID = "cursor";
    private static final String POSITION = "position";

    private final Definition definition;
    private final Supplier<ModuleSearch> search;
    private final ModuleEvents events;

    /** Held while the index is written: building it and following events take turns. */
    private final ReentrantLock writing = new ReentrantLock();

    /** How often this process wrote, and up to which of those times searches see it; the second is raised under its lock. */
    private final AtomicLong written = new AtomicLong();
    private final ReentrantLock showing = new ReentrantLock();
    private volatile long shown;

    /**
     * What a module's index holds.
     *
     * @param name the index's name after the module's prefix, and what it is an index of
     * @param settings what its fields need, such as an analyzer
     * @param mapping its fields; a document with any other is refused
     * @param sources what is indexed
     */
    public record Definition(String name, Consumer<IndexSettings.Builder> settings, Consumer<TypeMapping.Builder> mapping,
            List<Source<?>> sources) {
        public Definition {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(settings, "settings");
            Objects.requireNonNull(mapping, "mapping");
            sources = List.copyOf(sources);
        }
    }

    /**
     * Aggregates of one type.
     *
     * @param aggregates the store that they are read from
     * @param documents what the index holds of one of them
     */
    public record Source<T>(AggregateStore<T> aggregates, Function<Stored<T>, List<Entry>> documents) {}

    /**
     * What the index holds under an id.
     *
     * @param id unique within the index, and stable
     * @param document its fields; empty where it is to be found no more
     */
    public record Entry(String id, Optional<Map<String, Object>> document) {
        public static Entry of(String id, Map<String, Object> document) {
            return new Entry(id, Optional.of(Map.copyOf(document)));
        }

        public static Entry removed(String id) {
            return new Entry(id, Optional.empty());
        }
    }

    private AggregateIndex(Definition definition, Supplier<ModuleSearch> search, ModuleEvents events) {
        this.definition = definition;
        this.search = search;
        this.events = events;
    }

    /**
     * An index that follows the module's events from now on.
     *
     * @param search gives the module's search; asked at each use, so that its client is loaded off the
     *     path of starting
     */
    public static AggregateIndex following(ModuleEvents events, Supplier<ModuleSearch> search, Definition definition) {
        var index = new AggregateIndex(definition, search, events);
        events.subscribe(new Subscription(SUBSCRIPTION, Set.of(events.module()), Set.of(), index, Optional.of(index)));
        return index;
    }

    /**
     * Searches. What this process wrote before is found; where there is no index yet, it is built first.
     *
     * @param type what the found documents are read as; {@code Void} where they are not
     * @param request what to find; which index to ask is added
     * @throws Failure UNAVAILABLE where the index does not answer, DEADLINE_EXCEEDED where the caller's time ended
     *     while it waited
     */
    public <D> SearchResponse<D> search(Class<D> type, Consumer<SearchRequest.Builder> request) {
        awaitOwnWrites();
        showWrites();
        SearchRequest asked = SearchRequest.of(builder -> {
            builder.index(alias());
            request.accept(builder);
            return builder;
        });
        Optional<SearchResponse<D>> found = searchIfThere(type, asked);
        if (found.isPresent()) {
            return found.get();
        }
        buildIfMissing();
        return ask(client -> client.search(asked, type));
    }

    /** What a hit was ordered by, exactly as the index wrote it; {@link #orderedBy} takes it back. */
    public String json(FieldValue orderedBy) {
        return JsonpUtils.toJsonString(orderedBy, search.get().client()._jsonpMapper());
    }

    /** What to go on after, from {@link #json}. */
    public static FieldValue orderedBy(String json) {
        return FieldValue.of(JsonData.fromJson(json));
    }

    private <D> Optional<SearchResponse<D>> searchIfThere(Class<D> type, SearchRequest request) {
        return ask(client -> {
            try {
                return Optional.of(client.search(request, type));
            } catch (ElasticsearchException e) {
                if (e.status() == NOT_FOUND) {
                    return Optional.<SearchResponse<D>>empty();
                }
                throw e;
            }
        });
    }

    private void awaitOwnWrites() {
        try {
            if (!events.awaitOwn(SUBSCRIPTION, LONGEST_WAIT)) {
                LOG.warn("The index of {} is more than {} ms behind; a search answers without the latest changes.",
                        definition.name(), LONGEST_WAIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed while the search waited for the latest changes. Try again.", Map.of(), e);
        }
    }

    /** Who searches at the same time shares one refresh; one that began before a write does not count for it. */
    private void showWrites() {
        long wanted = written.get();
        if (shown >= wanted) {
            return;
        }
        showing.lock();
        try {
            if (shown < wanted) {
                long all = written.get();
                ask(client -> client.indices().refresh(request -> request.index(alias()).ignoreUnavailable(true)));
                shown = all;
            }
        } finally {
            showing.unlock();
        }
    }

    @Override
    public void apply(List<Event> told) {
        var namesByOrganisation = new LinkedHashMap<String, Set<String>>();
        for (Event event : told) {
            namesByOrganisation.computeIfAbsent(event.getOrganisation(), any -> new LinkedHashSet<>()).add(event.getAggregate());
        }
        refresh(namesByOrganisation);
    }

    /**
     * Writes the present state of these aggregates to the index; the next search sees it.
     *
     * @param namesByOrganisation resource names of aggregates that were created or changed
     */
    public void refresh(Map<String, Set<String>> namesByOrganisation) {
        writing.lock();
        try {
            var operations = new ArrayList<BulkOperation>();
            namesByOrganisation.forEach((organisation, names) ->
                    definition.sources().forEach(source -> read(source, organisation, names, operations)));
            // Elasticsearch makes an index of whatever name a document is deleted from.
            boolean lost = operations.stream().anyMatch(BulkOperation::isDelete) && !isThere();
            if (lost || !write(operations)) {
                build();
            }
            written.incrementAndGet();
        } finally {
            writing.unlock();
        }
    }

    private <T> void read(Source<T> source, String organisation, Set<String> names, List<BulkOperation> operations) {
        String prefix = source.aggregates().nameOf("");
        List<String> ids = names.stream().filter(name -> name.startsWith(prefix)).map(source.aggregates()::idOf).toList();
        if (!ids.isEmpty()) {
            source.aggregates().getAll(organisation, ids).forEach(aggregate -> add(operations, alias(), source, aggregate));
        }
    }

    @Override
    public long position(String publisher, String stream) {
        buildIfMissing();
        var cursor = ask(client -> client.get(request -> request.index(alias()).id(CURSOR_ID), Map.class));
        return cursor.source() instanceof Map<?, ?> fields && fields.get(POSITION) instanceof Number position
                ? position.longValue()
                : 0;
    }

    @Override
    public void advance(String publisher, String stream, long position) {
        ask(client -> client.index(request -> request.index(alias()).requireAlias(true).id(CURSOR_ID)
                .document(Map.of(POSITION, position))));
    }

    private void buildIfMissing() {
        writing.lock();
        try {
            if (!isThere()) {
                build();
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean isThere() {
        return ask(client -> client.indices().existsAlias(request -> request.name(alias()))).value();
    }

    /**
     * Builds the index anew from the store and puts it in place of the one before. Meanwhile no event
     * is applied: what an event tells is either in the store when its aggregate is read, or applied to
     * the new index afterwards.
     */
    public void rebuild() {
        writing.lock();
        try {
            build();
        } finally {
            writing.unlock();
        }
    }

    private void build() {
        String index = alias() + "-" + RandomId.next();
        long position = events.database().eventLog().lastPosition();
        LOG.info("Building the index of {} as {}.", definition.name(), index);
        create(index);
        var operations = new ArrayList<BulkOperation>();
        definition.sources().forEach(source -> readAll(source, index, operations));
        write(operations);
        ask(client -> client.index(request -> request.index(index).id(CURSOR_ID).document(Map.of(POSITION, position))));
        ask(client -> client.indices().refresh(request -> request.index(index)));
        putInPlace(index);
    }

    private <T> void readAll(Source<T> source, String index, List<BulkOperation> operations) {
        source.aggregates().forEach(aggregate -> {
            add(operations, index, source, aggregate);
            if (operations.size() >= BATCH) {
                write(operations);
                operations.clear();
            }
        });
    }

    private void create(String index) {
        ask(client -> client.indices().create(request -> request
                .index(index)
                .settings(settings -> {
                    settings.numberOfShards("1").autoExpandReplicas("0-1");
                    definition.settings().accept(settings);
                    return settings;
                })
                .mappings(mapping -> {
                    mapping.dynamic(DynamicMapping.Strict).properties(POSITION, field -> field.long_(number -> number));
                    definition.mapping().accept(mapping);
                    return mapping;
                })));
    }

    /** What had the alias, or has its name, goes in the same step. */
    private void putInPlace(String index) {
        var actions = new ArrayList<Action>();
        for (String old : ask(client -> client.indices().get(request -> request.index(alias()).ignoreUnavailable(true))).indices().keySet()) {
            actions.add(Action.of(action -> action.removeIndex(remove -> remove.index(old))));
        }
        actions.add(Action.of(action -> action.add(add -> add.index(index).alias(alias()).isWriteIndex(true))));
        ask(client -> client.indices().updateAliases(request -> request.actions(actions)));
    }

    private <T> void add(List<BulkOperation> operations, String index, Source<T> source, Stored<T> aggregate) {
        for (Entry entry : source.documents().apply(aggregate)) {
            operations.add(operation(index, entry, aggregate.version()));
        }
    }

    private BulkOperation operation(String index, Entry entry, long version) {
        return BulkOperation.of(operation -> entry.document().isEmpty()
                ? operation.delete(delete -> delete.index(index).id(entry.id())
                        .version(version).versionType(VersionType.ExternalGte))
                : operation.index(write -> write.index(index).requireAlias(index.equals(alias())).id(entry.id())
                        .version(version).versionType(VersionType.ExternalGte).document(entry.document().get())));
    }

    /**
     * Writes to the index.
     *
     * @return whether the index was there
     */
    private boolean write(List<BulkOperation> operations) {
        if (operations.isEmpty()) {
            return true;
        }
        List<BulkOperation> sent = List.copyOf(operations);
        for (BulkResponseItem item : ask(client -> client.bulk(request -> request.operations(sent))).items()) {
            if (item.error() == null || item.status() == CONFLICT) {
                // A later version is there already.
                continue;
            }
            if (item.status() == NOT_FOUND) {
                return false;
            }
            // The reason may quote the document.
            throw new IllegalStateException("Elasticsearch refused a document of the index of " + definition.name()
                    + " with status " + item.status() + " (" + item.error().type() + ")");
        }
        return true;
    }

    private <T> T ask(ModuleSearch.Request<T> request) {
        return search.get().ask(request);
    }

    private String alias() {
        return search.get().index(definition.name());
    }
}
