package io.avid.invoice.store;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.CreateIndexRequest;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import io.avid.invoice.application.InvoiceSearch;
import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.invoice.domain.InvoiceNumber;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of invoices in Elasticsearch.
 *
 * <p>It follows the module's events: each names an invoice whose present state is read from the store
 * and written with its version, so that applying an event twice or late changes nothing. The index
 * keeps its own cursor in itself. When it is not there (a new installation, a lost or dropped index)
 * it is built anew beside and put in place by moving an alias, while the store goes on serving.
 *
 * <p>A search answers ids; what they stand for is read from the store. Before it searches it waits a
 * moment for what this process wrote, so that who makes a draft finds it.
 */
public final class InvoiceIndex implements InvoiceSearch, EventCursor {
    private static final Logger LOG = LoggerFactory.getLogger(InvoiceIndex.class);
    /** The name of the subscription by which the index follows. */
    public static final String SUBSCRIPTION = "search";

    /** A search waits so long for what was just written; an index that is slower answers without it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int BATCH = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String CURSOR_ID = "cursor";

    private static final String ORGANISATION = "organisation";
    private static final String INVOICE = "invoice";
    private static final String CUSTOMER = "customer";
    private static final String STAGE = "stage";
    private static final String SETTLED = "settled";
    private static final String NUMBER = "number";
    private static final String DUE_DATE = "due_date";
    /** The day of issue; drafts come before all days. */
    private static final String SORT_DAY = "sort_day";
    /** Orders invoices of one day by number, and drafts by when they were made. */
    private static final String SORT_WITHIN = "sort_within";
    private static final String DRAFTS_DAY = "draft";
    private static final String POSITION = "position";

    private final AggregateStore<Invoice> invoices;
    private final ModuleSearch search;
    private final ModuleEvents events;
    private final String alias;

    /** Held while the index is written: building it and following events take turns. */
    private final ReentrantLock writing = new ReentrantLock();

    public InvoiceIndex(AggregateStore<Invoice> invoices, ModuleSearch search, ModuleEvents events) {
        this.invoices = invoices;
        this.search = search;
        this.events = events;
        this.alias = search.index("invoices");
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
                    more ? Optional.of(position(page.getLast())) : Optional.empty(),
                    response.hits().total().value());
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
     * Writes the present state of these invoices to the index; they are seen by the next search.
     *
     * @param idsByOrganisation ids of invoices that were created or changed
     */
    public void refresh(Map<String, Set<String>> idsByOrganisation) {
        writing.lock();
        try {
            var operations = new ArrayList<BulkOperation>();
            idsByOrganisation.forEach((organisation, ids) -> {
                for (Stored<Invoice> invoice : invoices.getAll(organisation, ids)) {
                    operations.add(operation(alias, alias, invoice));
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
     * is applied: what an event tells is either in the store when its invoice is read, or applied to
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
        LOG.info("Building the index of invoices as {}.", index);
        try {
            search.client().indices().create(create(index));
            var operations = new ArrayList<BulkOperation>();
            invoices.forEach(invoice -> {
                operations.add(operation(index, alias, invoice));
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
                LOG.warn("The index of invoices is more than {} ms behind; a search answers without the latest changes.",
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
                throw new IllegalStateException("Elasticsearch refused an invoice with status " + item.status() + " ("
                        + item.error().type() + ")");
            }
            return true;
        } catch (ElasticsearchException | IOException e) {
            throw search.unavailable(e);
        }
    }

    private static BulkOperation operation(String index, String alias, Stored<Invoice> invoice) {
        String id = invoice.organisation() + "/" + invoice.id();
        boolean requireAlias = index.equals(alias);
        return BulkOperation.of(operation -> invoice.state().stage() == Stage.DELETED
                ? operation.delete(delete -> delete.index(index).id(id)
                        .version(invoice.version()).versionType(VersionType.ExternalGte))
                : operation.index(write -> write.index(index).requireAlias(requireAlias).id(id)
                        .version(invoice.version()).versionType(VersionType.ExternalGte).document(document(invoice))));
    }

    private static Map<String, Object> document(Stored<Invoice> stored) {
        Invoice invoice = stored.state();
        var document = new HashMap<String, Object>();
        document.put(ORGANISATION, stored.organisation());
        document.put(INVOICE, stored.id());
        document.put(CUSTOMER, invoice.content().customer());
        document.put(STAGE, invoice.stage().name());
        document.put(SETTLED, invoice.settled().name());
        invoice.number().ifPresent(number -> document.put(NUMBER, number.printed()));
        invoice.content().dueDate().ifPresent(day -> document.put(DUE_DATE, day.toString()));
        document.put(SORT_DAY, invoice.number().map(number -> number.issueDate().toString()).orElse(DRAFTS_DAY));
        document.put(SORT_WITHIN, invoice.number().map(InvoiceNumber::n).orElse(stored.createTime().toEpochMilli()));
        return document;
    }

    private static CreateIndexRequest create(String index) {
        return CreateIndexRequest.of(request -> request
                .index(index)
                .settings(settings -> settings.numberOfShards("1").autoExpandReplicas("0-1"))
                .mappings(mappings -> mappings
                        .dynamic(DynamicMapping.Strict)
                        .properties(ORGANISATION, field -> field.keyword(keyword -> keyword))
                        .properties(INVOICE, field -> field.keyword(keyword -> keyword))
                        .properties(CUSTOMER, field -> field.keyword(keyword -> keyword))
                        .properties(STAGE, field -> field.keyword(keyword -> keyword))
                        .properties(SETTLED, field -> field.keyword(keyword -> keyword))
                        .properties(NUMBER, field -> field.keyword(keyword -> keyword))
                        .properties(DUE_DATE, field -> field.date(date -> date.format("strict_date")))
                        .properties(SORT_DAY, field -> field.keyword(keyword -> keyword))
                        .properties(SORT_WITHIN, field -> field.long_(number -> number))
                        .properties(POSITION, field -> field.long_(number -> number))));
    }

    private SearchRequest request(Query query) {
        return SearchRequest.of(request -> {
            request.index(alias)
                    .query(found(query))
                    // A letter comes after every digit: drafts are the latest.
                    .sort(by(SORT_DAY, SortOrder.Desc), by(SORT_WITHIN, SortOrder.Desc), by(INVOICE, SortOrder.Asc))
                    .size(query.limit() + 1)
                    .source(source -> source.fetch(false))
                    .trackTotalHits(total -> total.enabled(true));
            query.position().ifPresent(position -> request.searchAfter(after(position)));
            return request;
        });
    }

    private static co.elastic.clients.elasticsearch._types.query_dsl.Query found(Query query) {
        return co.elastic.clients.elasticsearch._types.query_dsl.Query.of(root -> root.bool(bool -> {
            bool.filter(filter -> filter.term(term -> term.field(ORGANISATION).value(query.organisation())));
            bool.filter(filter -> filter.terms(terms -> terms.field(STAGE).terms(values -> values.value(
                    query.stages().stream().map(stage -> FieldValue.of(stage.name())).toList()))));
            query.customer().ifPresent(only ->
                    bool.filter(filter -> filter.term(term -> term.field(CUSTOMER).value(only))));
            query.settled().ifPresent(only ->
                    bool.filter(filter -> filter.term(term -> term.field(SETTLED).value(only.name()))));
            query.dueBefore().ifPresent(day -> bool.filter(filter -> filter.range(range -> range.date(date ->
                    date.field(DUE_DATE).lt(day.toString())))));
            if (!query.number().isEmpty()) {
                bool.filter(filter -> filter.prefix(prefix -> prefix.field(NUMBER).value(query.number())));
            }
            return bool;
        }));
    }

    private static SortOptions by(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(of -> of.field(field).order(order)));
    }

    /** A position is what the last hit was ordered by: day, number and id. */
    private static String position(Hit<Void> last) {
        return last.sort().get(0).stringValue() + "/" + last.sort().get(1).longValue() + "/" + last.sort().get(2).stringValue();
    }

    private static List<FieldValue> after(String position) {
        String[] orderedBy = position.split("/", 3);
        return List.of(FieldValue.of(orderedBy[0]), FieldValue.of(Long.parseLong(orderedBy[1])),
                FieldValue.of(orderedBy[2]));
    }

    private static String idOf(String documentId) {
        return documentId.substring(documentId.lastIndexOf('/') + 1);
    }
}
