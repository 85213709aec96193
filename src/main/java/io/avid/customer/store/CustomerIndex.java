package io.avid.customer.store;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.CreateIndexRequest;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.json.JsonpUtils;
import io.avid.customer.application.CustomerSearch;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.ExternalId;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.event.EventCursor;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.identifier.RandomId;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of customers in Elasticsearch.
 *
 * <p>It follows the module's events: each names a customer whose present state is read from the store
 * and written with its version, so that applying an event twice or late changes nothing. The index
 * keeps its own cursor in itself. When it is not there (a new installation, a lost or dropped index)
 * it is built anew beside and put in place by moving an alias, while the store goes on serving.
 *
 * <p>A search answers ids; what they stand for is read from the store. Before it searches it waits a
 * moment for what this process wrote, so that who creates a customer finds it.
 */
public final class CustomerIndex implements CustomerSearch, EventCursor {
    private static final Logger LOG = LoggerFactory.getLogger(CustomerIndex.class);
    /** The name of the subscription by which the index follows. */
    public static final String SUBSCRIPTION = "search";

    /** A search waits so long for what was just written; an index that is slower answers without it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int BATCH = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String CURSOR_ID = "cursor";

    private static final String ORGANISATION = "organisation";
    private static final String CUSTOMER = "customer";
    private static final String SORT_NAME = "sort_name";
    private static final String DISPLAY_NAME = "display_name";
    private static final String WORDS = "words";
    private static final String EXTERNAL_IDS = "external_ids";
    private static final String POSITION = "position";
    private static final String ANALYZER = "folded";

    private final AggregateStore<CustomerProfile> customers;
    private final ModuleSearch search;
    private final ModuleEvents events;
    private final String alias;

    /** Held while the index is written: building it and following events take turns. */
    private final ReentrantLock writing = new ReentrantLock();

    public CustomerIndex(AggregateStore<CustomerProfile> customers, ModuleSearch search, ModuleEvents events) {
        this.customers = customers;
        this.search = search;
        this.events = events;
        this.alias = search.index("customers");
    }

    @Override
    public Found search(Query query) {
        awaitOwnWrites();
        try {
            SearchResponse<Void> response = searchBuilt(request(query));
            List<Hit<Void>> hits = response.hits().hits();
            boolean more = hits.size() > query.limit();
            List<Hit<Void>> page = more ? hits.subList(0, query.limit()) : hits;
            return new Found(page.stream().map(hit -> idOf(hit.id())).toList(),
                    more ? Optional.of(position(page.getLast())) : Optional.empty());
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    /** Builds the index first where there is none yet. */
    private SearchResponse<Void> searchBuilt(SearchRequest request) throws IOException {
        try {
            return search.client().search(request, Void.class);
        } catch (ElasticsearchException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
            buildIfMissing();
            return search.client().search(request, Void.class);
        }
    }

    /**
     * Writes the present state of these customers to the index; they are seen by the next search.
     *
     * @param idsByOrganisation ids of customers that were created or changed
     */
    public void refresh(Map<String, Set<String>> idsByOrganisation) {
        writing.lock();
        try {
            var operations = new ArrayList<BulkOperation>();
            idsByOrganisation.forEach((organisation, ids) -> {
                for (Stored<CustomerProfile> customer : customers.getAll(organisation, ids)) {
                    operations.add(operation(alias, customer));
                }
            });
            if (!write(operations, true)) {
                rebuild();
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public long position(String publisher, String stream) {
        try {
            buildIfMissing();
            var cursor = search.client().get(request -> request.index(alias).id(CURSOR_ID), Map.class);
            return cursor.source() instanceof Map<?, ?> fields && fields.get(POSITION) instanceof Number position
                    ? position.longValue()
                    : 0;
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    @Override
    public void advance(String publisher, String stream, long position) {
        try {
            search.client().index(request -> request.index(alias).requireAlias(true).id(CURSOR_ID)
                    .document(Map.of(POSITION, position)));
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    private void buildIfMissing() throws IOException {
        writing.lock();
        try {
            if (!isThere()) {
                rebuild();
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean isThere() throws IOException {
        return search.client().indices().existsAlias(request -> request.name(alias)).value();
    }

    /**
     * Builds the index anew from the store and puts it in place of the one before. Meanwhile no event
     * is applied: what an event tells is either in the store when its customer is read, or applied to
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
        String index = alias + "-" + RandomId.next();
        long position = events.database().eventLog().lastPosition();
        LOG.info("Building the index of customers as {}.", index);
        try {
            search.client().indices().create(create(index));
            var operations = new ArrayList<BulkOperation>();
            customers.forEach(customer -> {
                operations.add(operation(index, customer));
                if (operations.size() == BATCH) {
                    write(operations, false);
                    operations.clear();
                }
            });
            write(operations, false);
            search.client().index(request -> request.index(index).id(CURSOR_ID).document(Map.of(POSITION, position)));
            search.client().indices().refresh(request -> request.index(index));
            putInPlace(index);
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    private void putInPlace(String index) throws IOException {
        var actions = new ArrayList<Action>();
        if (isThere()) {
            for (String old : search.client().indices().getAlias(request -> request.name(alias)).aliases().keySet()) {
                actions.add(Action.of(action -> action.removeIndex(remove -> remove.index(old))));
            }
        }
        actions.add(Action.of(action -> action.add(add -> add.index(index).alias(alias).isWriteIndex(true))));
        search.client().indices().updateAliases(request -> request.actions(actions));
    }

    private void awaitOwnWrites() {
        try {
            if (!events.awaitOwn(SUBSCRIPTION, LONGEST_WAIT)) {
                LOG.warn("The index of customers is more than {} ms behind; a search answers without the latest changes.",
                        LONGEST_WAIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed while the search waited for the latest changes. Try again.", Map.of(), e);
        }
    }

    /**
     * Writes to the index.
     *
     * @param visible whether a search must see it when this returns
     * @return whether the index was there
     */
    private boolean write(List<BulkOperation> operations, boolean visible) {
        if (operations.isEmpty()) {
            return true;
        }
        try {
            BulkResponse response = search.client().bulk(request -> request
                    .operations(List.copyOf(operations))
                    .refresh(visible ? Refresh.True : Refresh.False));
            for (BulkResponseItem item : response.items()) {
                if (item.error() == null || item.status() == CONFLICT) {
                    // A later version is there already.
                    continue;
                }
                if (item.status() == NOT_FOUND) {
                    return false;
                }
                // The reason may quote the document.
                throw new IllegalStateException("Elasticsearch refused a customer with status " + item.status() + " ("
                        + item.error().type() + ")");
            }
            return true;
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    private BulkOperation operation(String index, Stored<CustomerProfile> customer) {
        return BulkOperation.of(operation -> operation.index(write -> write
                .index(index)
                .requireAlias(index.equals(alias))
                .id(customer.organisation() + "/" + customer.id())
                .version(customer.version())
                .versionType(VersionType.ExternalGte)
                .document(document(customer))));
    }

    private static Map<String, Object> document(Stored<CustomerProfile> customer) {
        CustomerProfile profile = customer.state();
        var words = new ArrayList<String>();
        words.add(profile.displayName());
        words.add(profile.email());
        words.add(profile.phone());
        profile.externalIds().forEach(id -> words.add(id.value()));
        profile.address().ifPresent(address -> {
            words.addAll(address.lines());
            words.add(address.postalCode());
            words.add(address.locality());
            words.add(address.regionCode());
        });
        words.addAll(profile.tags());
        var document = new HashMap<String, Object>();
        document.put(ORGANISATION, customer.organisation());
        document.put(CUSTOMER, customer.id());
        document.put(SORT_NAME, sortName(profile.displayName()));
        document.put(DISPLAY_NAME, profile.displayName());
        document.put(WORDS, words.stream().filter(word -> !word.isEmpty()).toList());
        document.put(EXTERNAL_IDS, profile.externalIds().stream().map(ExternalId::value).toList());
        return document;
    }

    /** Letters alone decide the order, neither accents nor capitals. */
    private static String sortName(String displayName) {
        return Normalizer.normalize(displayName, Normalizer.Form.NFKD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
    }

    private CreateIndexRequest create(String index) {
        return CreateIndexRequest.of(request -> request
                .index(index)
                .settings(settings -> settings
                        .numberOfShards("1")
                        .autoExpandReplicas("0-1")
                        .analysis(analysis -> analysis.analyzer(ANALYZER, analyzer -> analyzer.custom(custom -> custom
                                .tokenizer("standard").filter("lowercase", "asciifolding")))))
                .mappings(mappings -> mappings
                        .dynamic(DynamicMapping.Strict)
                        .properties(ORGANISATION, field -> field.keyword(keyword -> keyword))
                        .properties(CUSTOMER, field -> field.keyword(keyword -> keyword))
                        .properties(SORT_NAME, field -> field.keyword(keyword -> keyword))
                        .properties(DISPLAY_NAME, field -> field.text(text -> text.analyzer(ANALYZER)
                                .indexPrefixes(prefixes -> prefixes.minChars(1).maxChars(10))))
                        .properties(WORDS, field -> field.text(text -> text.analyzer(ANALYZER)
                                .indexPrefixes(prefixes -> prefixes.minChars(1).maxChars(10))))
                        .properties(EXTERNAL_IDS, field -> field.keyword(keyword -> keyword))
                        .properties(POSITION, field -> field.long_(number -> number))));
    }

    private SearchRequest request(Query query) {
        List<SortOptions> order = query.words().isEmpty()
                ? List.of(by(SORT_NAME), by(CUSTOMER))
                : List.of(SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))), by(CUSTOMER));
        return SearchRequest.of(request -> {
            request.index(alias)
                    .query(found(query))
                    .sort(order)
                    .size(query.limit() + 1)
                    .source(source -> source.fetch(false))
                    .trackTotalHits(total -> total.enabled(false));
            query.position().ifPresent(position -> request.searchAfter(after(position)));
            return request;
        });
    }

    private static co.elastic.clients.elasticsearch._types.query_dsl.Query found(Query query) {
        return co.elastic.clients.elasticsearch._types.query_dsl.Query.of(root -> root.bool(bool -> {
            bool.filter(filter -> filter.term(term -> term.field(ORGANISATION).value(query.organisation())));
            query.customer().ifPresent(only ->
                    bool.filter(filter -> filter.term(term -> term.field(CUSTOMER).value(only))));
            if (!query.words().isEmpty()) {
                // An external id as it is comes first, then names, then all else that is known.
                bool.minimumShouldMatch("1")
                        .should(exact -> exact.multiMatch(match -> match.query(query.words())
                                .fields(EXTERNAL_IDS + "^20")))
                        .should(any -> any.multiMatch(match -> match.query(query.words())
                                .fields(DISPLAY_NAME + "^4", WORDS).type(TextQueryType.BoolPrefix).operator(Operator.And)));
            }
            return bool;
        }));
    }

    private static SortOptions by(String field) {
        return SortOptions.of(sort -> sort.field(of -> of.field(field).order(SortOrder.Asc)));
    }

    /** A position is the last hit's id and what it was ordered by, as the index wrote it. */
    private String position(Hit<Void> last) {
        return idOf(last.id()) + "/" + JsonpUtils.toJsonString(last.sort().getFirst(), search.client()._jsonpMapper());
    }

    private List<FieldValue> after(String position) {
        int slash = position.indexOf('/');
        String orderedBy = position.substring(slash + 1);
        return List.of(
                FieldValue.of(JsonData.fromJson(orderedBy)),
                FieldValue.of(position.substring(0, slash)));
    }

    private static String idOf(String documentId) {
        return documentId.substring(documentId.lastIndexOf('/') + 1);
    }
}
