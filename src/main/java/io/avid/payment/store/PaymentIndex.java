package io.avid.payment.store;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.indices.CreateIndexRequest;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import io.avid.payment.application.PaymentSearch;
import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.Refund;
import io.avid.payment.domain.RefundState;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.event.EventCursor;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.identifier.RandomId;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Payments, their refunds, links and setups in Elasticsearch: for lists, and for finding what is not
 * settled.
 *
 * <p>It follows the module's own events and reads what it indexes from the store; its position in the
 * event log is a document of the index itself. Dropped, it is built anew beside and put in place by
 * moving an alias, while the store goes on serving. A search waits a moment for what this process
 * wrote, so that who makes a payment finds it.
 */
public final class PaymentIndex implements PaymentSearch, EventCursor {
    /** The name of the subscription by which the index follows. */
    public static final String SUBSCRIPTION = "search";

    private static final Logger LOG = LoggerFactory.getLogger(PaymentIndex.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int BATCH = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String CURSOR_ID = "cursor";

    private static final String KIND = "kind";
    private static final String ORGANISATION = "organisation";
    private static final String ID = "id";
    private static final String CUSTOMER = "customer";
    private static final String STATE = "state";
    private static final String REFERENCE = "reference";
    private static final String PAYMENT = "payment";
    private static final String SETTLED = "settled";
    private static final String CREATED = "created_millis";
    private static final String POSITION = "position";

    /** The aggregates that are indexed. */
    public record Sources(AggregateStore<Payment> payments, AggregateStore<PaymentLink> links, AggregateStore<MethodSetup> setups) {}

    private final Sources sources;
    private final Supplier<ModuleSearch> search;
    private final ModuleEvents events;

    /** Held while the index is written: building it and following events take turns. */
    private final ReentrantLock writing = new ReentrantLock();

    public PaymentIndex(Sources sources, Supplier<ModuleSearch> search, ModuleEvents events) {
        this.sources = sources;
        this.search = search;
        this.events = events;
    }

    private ModuleSearch search() {
        return search.get();
    }

    private String alias() {
        return search().index("payments");
    }

    @Override
    public Found search(Query query) {
        awaitOwnWrites();
        SearchResponse<Map<String, Object>> response = ask(SearchRequest.of(request -> {
            request.index(alias()).query(all -> all.bool(wanted(query)))
                    .sort(by(CREATED, SortOrder.Desc), by(ID, SortOrder.Desc))
                    .size(query.limit() + 1)
                    .trackTotalHits(total -> total.enabled(true));
            query.position().ifPresent(position -> request.searchAfter(after(position)));
            return request;
        }));
        List<Hit> hits = hits(response);
        boolean more = hits.size() > query.limit();
        List<Hit> page = more ? hits.subList(0, query.limit()) : hits;
        return new Found(page, more ? Optional.of(position(page.getLast())) : Optional.empty(), response.hits().total().value());
    }

    @Override
    public List<Hit> unsettled(Optional<String> organisation) {
        awaitOwnWrites();
        var found = new ArrayList<Hit>();
        Optional<Hit> last = Optional.empty();
        while (true) {
            Optional<Hit> before = last;
            List<Hit> page = hits(ask(SearchRequest.of(request -> {
                request.index(alias()).query(all -> all.bool(bool -> {
                    bool.filter(filter -> filter.term(term -> term.field(SETTLED).value(false)));
                    organisation.ifPresent(only -> bool.filter(filter -> filter.term(term -> term.field(ORGANISATION).value(only))));
                    return bool;
                })).sort(by(CREATED, SortOrder.Asc), by(ID, SortOrder.Asc)).size(BATCH);
                before.ifPresent(hit -> request.searchAfter(after(position(hit))));
                return request;
            })));
            found.addAll(page);
            if (page.size() < BATCH) {
                return List.copyOf(found);
            }
            last = Optional.of(page.getLast());
        }
    }

    /** Builds the index first where there is none yet. */
    @SuppressWarnings("unchecked")
    private SearchResponse<Map<String, Object>> ask(SearchRequest request) {
        Class<Map<String, Object>> type = (Class<Map<String, Object>>) (Class<?>) Map.class;
        try {
            try {
                return search().client().search(request, type);
            } catch (ElasticsearchException e) {
                if (e.status() != NOT_FOUND) {
                    throw e;
                }
                buildIfMissing();
                return search().client().search(request, type);
            }
        } catch (ElasticsearchException | IOException e) {
            throw search().unavailable(e);
        }
    }

    /**
     * Writes the present state of these aggregates to the index; they are seen by the next search.
     *
     * @param namesByOrganisation resource names of aggregates that were created or changed
     */
    @Override
    public void refresh(Map<String, Set<String>> namesByOrganisation) {
        writing.lock();
        try {
            var operations = new ArrayList<BulkOperation>();
            namesByOrganisation.forEach((organisation, names) -> {
                read(organisation, names, sources.payments(), payment -> add(operations, alias(), payment));
                read(organisation, names, sources.links(), link -> operations.add(link(alias(), link)));
                read(organisation, names, sources.setups(), setup -> operations.add(setup(alias(), setup)));
            });
            if (!write(operations, true)) {
                build();
            }
        } finally {
            writing.unlock();
        }
    }

    private static <T> void read(String organisation, Set<String> names, AggregateStore<T> store, Consumer<Stored<T>> each) {
        String prefix = store.nameOf("");
        List<String> ids = names.stream().filter(name -> name.startsWith(prefix)).map(store::idOf).toList();
        if (!ids.isEmpty()) {
            store.getAll(organisation, ids).forEach(each);
        }
    }

    @Override
    public long position(String publisher, String stream) {
        try {
            buildIfMissing();
            var cursor = search().client().get(request -> request.index(alias()).id(CURSOR_ID), Map.class);
            return cursor.source() instanceof Map<?, ?> fields && fields.get(POSITION) instanceof Number position
                    ? position.longValue()
                    : 0;
        } catch (ElasticsearchException | IOException e) {
            throw search().unavailable(e);
        }
    }

    @Override
    public void advance(String publisher, String stream, long position) {
        try {
            search().client().index(request -> request.index(alias()).requireAlias(true).id(CURSOR_ID)
                    .document(Map.of(POSITION, position)));
        } catch (ElasticsearchException | IOException e) {
            throw search().unavailable(e);
        }
    }

    private void buildIfMissing() throws IOException {
        writing.lock();
        try {
            if (!isThere()) {
                build();
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean isThere() throws IOException {
        return search().client().indices().existsAlias(request -> request.name(alias())).value();
    }

    /**
     * Builds the index anew from the store and puts it in place of the one before. Meanwhile no event
     * is applied: what an event tells is either in the store when its aggregate is read, or applied to
     * the new index afterwards.
     */
    private void build() {
        String index = alias() + "-" + RandomId.next();
        long position = events.database().eventLog().lastPosition();
        LOG.info("Building the index of payments as {}.", index);
        try {
            search().client().indices().create(create(index));
            var operations = new ArrayList<BulkOperation>();
            sources.payments().forEach(payment -> {
                add(operations, index, payment);
                writeFull(operations);
            });
            sources.links().forEach(link -> {
                operations.add(link(index, link));
                writeFull(operations);
            });
            sources.setups().forEach(setup -> {
                operations.add(setup(index, setup));
                writeFull(operations);
            });
            write(operations, false);
            search().client().index(request -> request.index(index).id(CURSOR_ID).document(Map.of(POSITION, position)));
            search().client().indices().refresh(request -> request.index(index));
            putInPlace(index);
        } catch (ElasticsearchException | IOException e) {
            throw search().unavailable(e);
        }
    }

    private void writeFull(List<BulkOperation> operations) {
        if (operations.size() >= BATCH) {
            write(operations, false);
            operations.clear();
        }
    }

    private void putInPlace(String index) throws IOException {
        var actions = new ArrayList<Action>();
        if (isThere()) {
            for (String old : search().client().indices().getAlias(request -> request.name(alias())).aliases().keySet()) {
                actions.add(Action.of(action -> action.removeIndex(remove -> remove.index(old))));
            }
        }
        actions.add(Action.of(action -> action.add(add -> add.index(index).alias(alias()).isWriteIndex(true))));
        search().client().indices().updateAliases(request -> request.actions(actions));
    }

    private void awaitOwnWrites() {
        try {
            if (!events.awaitOwn(SUBSCRIPTION, LONGEST_WAIT)) {
                LOG.warn("The index of payments is more than {} ms behind; a search answers without the latest changes.",
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
            BulkResponse response = search().client().bulk(request -> request
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
                throw new IllegalStateException("Elasticsearch refused a payment with status " + item.status() + " ("
                        + item.error().type() + ")");
            }
            return true;
        } catch (ElasticsearchException | IOException e) {
            throw search().unavailable(e);
        }
    }

    /** A payment and its refunds. One whose request was withdrawn is no payment. */
    private void add(List<BulkOperation> operations, String index, Stored<Payment> stored) {
        Payment payment = stored.state();
        if (payment.state() == PaymentState.WITHDRAWN) {
            return;
        }
        String customer = payment.order().customer();
        String reference = payment.order().reference();
        operations.add(operation(index, stored, Kind.PAYMENT, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, customer);
            document.put(REFERENCE, reference);
            document.put(STATE, payment.state().name());
            document.put(PAYMENT, stored.id());
            document.put(SETTLED, payment.isSettled());
        }));
        for (Refund refund : payment.refunds()) {
            operations.add(operation(index, stored, Kind.REFUND, refund.id(), refund.createTime(), document -> {
                document.put(CUSTOMER, customer);
                document.put(REFERENCE, reference);
                document.put(STATE, refund.state().name());
                document.put(PAYMENT, stored.id());
                // Its payment is what is asked for.
                document.put(SETTLED, true);
            }));
        }
    }

    private BulkOperation link(String index, Stored<PaymentLink> stored) {
        PaymentLink link = stored.state();
        return operation(index, stored, Kind.LINK, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, link.customer());
            document.put(REFERENCE, link.reference());
            document.put(STATE, link.state().name());
            document.put(PAYMENT, link.payment().orElse(""));
            document.put(SETTLED, link.state().isFinal());
        });
    }

    private BulkOperation setup(String index, Stored<MethodSetup> stored) {
        MethodSetup setup = stored.state();
        return operation(index, stored, Kind.SETUP, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, setup.customer());
            document.put(STATE, setup.state().name());
            document.put(PAYMENT, "");
            document.put(SETTLED, setup.state().isFinal());
        });
    }

    private BulkOperation operation(String index, Stored<?> stored, Kind kind, String id, Instant created,
            Consumer<Map<String, Object>> fields) {
        var document = new HashMap<String, Object>();
        document.put(KIND, kind.name());
        document.put(ORGANISATION, stored.organisation());
        document.put(ID, id);
        document.put(CREATED, created.toEpochMilli());
        fields.accept(document);
        return BulkOperation.of(operation -> operation.index(write -> write
                .index(index)
                .requireAlias(index.equals(alias()))
                .id(kind.name() + "/" + stored.organisation() + "/" + id)
                .version(stored.version())
                .versionType(VersionType.ExternalGte)
                .document(document)));
    }

    private static CreateIndexRequest create(String index) {
        return CreateIndexRequest.of(request -> request
                .index(index)
                .settings(settings -> settings.numberOfShards("1").autoExpandReplicas("0-1"))
                .mappings(mappings -> {
                    mappings.dynamic(DynamicMapping.Strict);
                    for (String keyword : List.of(KIND, ORGANISATION, ID, CUSTOMER, STATE, REFERENCE, PAYMENT)) {
                        mappings.properties(keyword, field -> field.keyword(any -> any));
                    }
                    return mappings
                            .properties(SETTLED, field -> field.boolean_(any -> any))
                            .properties(CREATED, field -> field.long_(any -> any))
                            .properties(POSITION, field -> field.long_(any -> any));
                }));
    }

    private static BoolQuery wanted(Query query) {
        return BoolQuery.of(bool -> {
            term(bool, KIND, query.kind().name());
            term(bool, ORGANISATION, query.organisation());
            query.customer().ifPresent(value -> term(bool, CUSTOMER, value));
            query.state().ifPresent(value -> term(bool, STATE, value));
            query.reference().ifPresent(value -> term(bool, REFERENCE, value));
            query.payment().ifPresent(value -> term(bool, PAYMENT, value));
            return bool;
        });
    }

    private static void term(BoolQuery.Builder bool, String field, String value) {
        bool.filter(filter -> filter.term(term -> term.field(field).value(value)));
    }

    private static SortOptions by(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(of -> of.field(field).order(order)));
    }

    private static List<Hit> hits(SearchResponse<Map<String, Object>> response) {
        return response.hits().hits().stream().map(hit -> hit.source()).map(source -> new Hit(
                Kind.valueOf((String) source.get(KIND)), (String) source.get(ORGANISATION), (String) source.get(ID),
                (String) source.get(PAYMENT), Instant.ofEpochMilli(((Number) source.get(CREATED)).longValue()))).toList();
    }

    private static String position(Hit last) {
        return last.created().toEpochMilli() + "/" + last.id();
    }

    private static List<FieldValue> after(String position) {
        int slash = position.indexOf('/');
        return List.of(FieldValue.of(Long.parseLong(position.substring(0, slash))), FieldValue.of(position.substring(slash + 1)));
    }
}
