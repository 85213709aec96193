package io.avid.transaction.store;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.OpType;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregate;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregationSource;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeBucket;
import co.elastic.clients.elasticsearch._types.aggregations.FiltersBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.UntypedRangeQuery;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.IndexResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.util.NamedValue;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.search.ModuleSearch;
import io.avid.transaction.application.TransactionFilter;
import io.avid.transaction.application.TransactionIndex;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.OpenItemTimeline;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.domain.TransactionKind;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in Elasticsearch.
 *
 * <p>All organisations share three indices (see {@link IndexMappings}); organisation and generation are part of every document's id and of
 * every query. Documents are written with the journal's position as an external version, so that the newest wins whoever writes last.
 *
 * <p>Open items are asked at the marker's position: since their rows say from and to which position they hold, the answer is exact even
 * while documents of a later position are being written.
 */
public final class ElasticsearchTransactionIndex implements TransactionIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchTransactionIndex.class);
    private static final String ROWS = "rows";
    private static final String COVERING = "covering";
    private static final String CUSTOMERS = "customers";
    private static final String CUSTOMER = "customer";
    private static final String BUCKETS = "buckets";
    private static final String HIGH = "high";
    private static final String LOW = "low";
    private static final String GROUPS = "groups";
    private static final String CURRENCY = "currency_code";
    private static final String KIND = "kind";
    private static final String MONTH = "month";
    private static final String AMOUNT = "amount";
    private static final String REMAINING = "remaining";
    private static final int CUSTOMERS_A_READ = 1000;
    private static final int SUMS_A_READ = 1000;
    private static final int MOST_SUMS = 10_000;
    private static final int DOCUMENTS_A_READ = 2000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String KEEP_ALIVE = "1m";
    private static final LocalDate FIRST_DATE = LocalDate.of(0, 1, 1);

    private final Supplier<ModuleSearch> indices;

    /** @param indices gives the module's search; asked at each use, so that nothing is loaded before */
    public ElasticsearchTransactionIndex(Supplier<ModuleSearch> indices) {
        this.indices = indices;
    }

    private <T> T ask(ModuleSearch.Request<T> request) {
        return indices.get().ask(request);
    }

    @Override
    public void prepare() {
        List<IndexMappings> missing = new ArrayList<>();
        for (IndexMappings index : IndexMappings.values()) {
            if (!ask(elastic -> elastic.indices().existsAlias(exists -> exists.name(index.alias(indices.get())).index(index.index(indices.get())))).value()) {
                missing.add(index);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        // Markers go first: none may say that documents are there which are not.
        String positions = IndexMappings.POSITIONS.index(indices.get());
        ask(elastic -> elastic.indices().delete(delete -> delete.index(positions).ignoreUnavailable(true)));
        for (int version = 1; version < IndexMappings.VERSION; version++) {
            removeVersion(version);
        }
        for (IndexMappings index : IndexMappings.values()) {
            create(index);
        }
    }

    /** What another version of the mappings left; it is filled anew from the journal. The markers go first here, too. */
    private void removeVersion(int version) {
        for (IndexMappings index : List.of(IndexMappings.POSITIONS, IndexMappings.TRANSACTIONS, IndexMappings.OPEN_ITEMS)) {
            ask(elastic -> elastic.indices().delete(delete -> delete.index(index.index(indices.get(), version)).ignoreUnavailable(true)));
        }
    }

    private void create(IndexMappings index) {
        ask(elastic -> {
            try {
                return elastic.indices().create(create -> create.index(index.index(indices.get()))
                        .mappings(mapping -> mapping.withJson(new StringReader(index.mapping())))
                        .settings(settings -> settings.numberOfShards("1").maxResultWindow(10_000))
                        .aliases(index.alias(indices.get()), alias -> alias.isWriteIndex(true))).acknowledged();
            } catch (ElasticsearchException e) {
                if ("resource_already_exists_exception".equals(e.error().type())) {
                    return true;
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<Marker> marker(String organisation) {
        return ask(elastic -> {
            try {
                GetResponse<Map<String, Object>> found = elastic.get(get -> get.index(IndexMappings.POSITIONS.alias(indices.get())).id(organisation), documentType());
                if (!found.found()) {
                    return Optional.<Marker>empty();
                }
                Map<String, Object> source = found.source();
                return Optional.of(new Marker((int) IndexDocuments.number(source, "generation"), IndexDocuments.number(source, "block"),
                        IndexDocuments.number(source, "position"), new Version(found.seqNo(), found.primaryTerm())));
            } catch (ElasticsearchException e) {
                if (e.status() == NOT_FOUND) {
                    return Optional.<Marker>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void write(Part part, long asOfPosition, List<Indexed> transactions) {
        if (transactions.isEmpty()) {
            return;
        }
        List<BulkOperation> operations = new ArrayList<>();
        for (Indexed indexed : transactions) {
            String id = IndexDocuments.id(part, indexed.posted().transaction().id().value());
            operations.add(operation(IndexMappings.TRANSACTIONS, id, asOfPosition, IndexDocuments.transaction(part, indexed)));
            if (indexed.posted().transaction().terms() instanceof Terms.Charge charge) {
                operations.add(operation(IndexMappings.OPEN_ITEMS, id, asOfPosition, IndexDocuments.openItem(part, indexed, charge)));
            }
        }
        requireDone(ask(elastic -> elastic.bulk(BulkRequest.of(bulk -> bulk.operations(operations)))));
    }

    private BulkOperation operation(IndexMappings index, String id, long version, Map<String, Object> document) {
        return BulkOperation.of(bulk -> bulk.index(write -> write.index(index.alias(indices.get())).requireAlias(true).id(id)
                .version(version).versionType(VersionType.ExternalGte).document(document)));
    }

    /** A document that is there in a later version is as good as written; anything else is not. */
    private static void requireDone(BulkResponse response) {
        for (BulkResponseItem item : response.items()) {
            if (item.error() != null && item.status() != CONFLICT) {
                throw Failure.unavailable("The index of transactions", new IllegalStateException(
                        "Document " + item.id() + " was refused with status " + item.status() + ": " + item.error().reason()));
            }
        }
    }

    @Override
    public Optional<Marker> mark(String organisation, Marker marker) {
        ask(elastic -> elastic.indices().refresh(refresh ->
                refresh.index(IndexMappings.TRANSACTIONS.alias(indices.get()), IndexMappings.OPEN_ITEMS.alias(indices.get()))));
        Map<String, Object> document = Map.of("organisation", organisation, "generation", marker.generation(),
                "block", marker.block(), "position", marker.position());
        return ask(elastic -> {
            try {
                IndexResponse done = elastic.index(write -> {
                    write.index(IndexMappings.POSITIONS.alias(indices.get())).requireAlias(true).id(organisation).document(document);
                    return marker.version().isNone() ? write.opType(OpType.Create)
                            : write.ifSeqNo(marker.version().sequenceNumber()).ifPrimaryTerm(marker.version().primaryTerm());
                });
                return Optional.of(new Marker(marker.generation(), marker.block(), marker.position(), new Version(done.seqNo(), done.primaryTerm())));
            } catch (ElasticsearchException e) {
                if (e.status() == CONFLICT || e.status() == NOT_FOUND) {
                    return Optional.<Marker>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void removeOtherGenerations(Part part) {
        for (IndexMappings index : List.of(IndexMappings.TRANSACTIONS, IndexMappings.OPEN_ITEMS)) {
            Query others = Query.of(query -> query.bool(bool -> bool.filter(term("organisation", part.organisation()))
                    .mustNot(Query.of(not -> not.term(term -> term.field("generation").value(part.generation()))))));
            each(index, others, hits -> {
                List<BulkOperation> deletes = hits.stream()
                        .map(hit -> BulkOperation.of(bulk -> bulk.delete(delete -> delete.index(index.alias(indices.get())).id(hit.id())))).toList();
                ask(elastic -> elastic.bulk(BulkRequest.of(bulk -> bulk.operations(deletes))));
            });
        }
    }

    @Override
    public Found search(Part part, Optional<List<AccountId>> within, TransactionFilter filter, Optional<String> after, int limit) {
        List<Query> must = matching(part, within, filter);
        SearchRequest request = SearchRequest.of(search -> {
            search.index(IndexMappings.TRANSACTIONS.alias(indices.get())).query(query -> query.bool(bool -> bool.filter(must)))
                    .size(limit + 1).trackTotalHits(total -> total.enabled(true)).source(source -> source.fetch(false))
                    .sort(sort("effective_date", SortOrder.Desc), sort("position", SortOrder.Desc), sort("id", SortOrder.Asc));
            after.ifPresent(position -> search.searchAfter(searchAfter(position)));
            return search;
        });
        SearchResponse<Map<String, Object>> response = ask(elastic -> elastic.search(request, documentType()));
        List<Hit<Map<String, Object>>> hits = response.hits().hits();
        List<Hit<Map<String, Object>>> shown = hits.size() > limit ? hits.subList(0, limit) : hits;
        Optional<String> next = hits.size() > limit ? Optional.of(position(shown.getLast())) : Optional.empty();
        return new Found(shown.stream().map(hit -> new TransactionId(hit.sort().get(2).stringValue())).toList(), next, response.hits().total().value());
    }

    private static List<Query> matching(Part part, Optional<List<AccountId>> within, TransactionFilter filter) {
        List<Query> must = new ArrayList<>(partQueries(part));
        within.ifPresent(accounts -> must.add(Query.of(query -> query.terms(terms -> terms.field("account")
                .terms(values -> values.value(accounts.stream().map(account -> FieldValue.of(account.value())).toList()))))));
        must.add(FilterQueries.of(filter));
        return must;
    }

    @Override
    public List<Sum> sums(Part part, Optional<List<AccountId>> within, TransactionFilter filter, boolean byMonth, boolean leaveOutReversed) {
        List<Query> must = matching(part, within, filter);
        if (leaveOutReversed) {
            must.add(Query.of(query -> query.bool(bool -> bool.mustNot(exists("reversed_by"), exists("reverses")))));
        }
        List<Sum> sums = new ArrayList<>();
        Optional<Map<String, FieldValue>> after = Optional.empty();
        do {
            CompositeAggregate page = sumsPage(must, byMonth, after);
            page.buckets().array().forEach(bucket -> sums.add(sum(bucket)));
            if (sums.size() > MOST_SUMS) {
                throw tooLarge(MOST_SUMS + " sums");
            }
            after = page.buckets().array().size() == SUMS_A_READ ? Optional.of(page.afterKey()) : Optional.empty();
        } while (after.isPresent());
        return sums;
    }

    private CompositeAggregate sumsPage(List<Query> must, boolean byMonth, Optional<Map<String, FieldValue>> after) {
        List<NamedValue<CompositeAggregationSource>> by = new ArrayList<>(List.of(
                NamedValue.of(CURRENCY, CompositeAggregationSource.of(source -> source.terms(terms -> terms.field(CURRENCY)))),
                NamedValue.of(KIND, CompositeAggregationSource.of(source -> source.terms(terms -> terms.field(KIND))))));
        if (byMonth) {
            by.add(NamedValue.of(MONTH, CompositeAggregationSource.of(source -> source.dateHistogram(months -> months.field("effective_date")
                    .calendarInterval(interval -> interval.time("month")).format("yyyy-MM")))));
        }
        Aggregation groups = Aggregation.of(group -> group.composite(composite -> {
            composite.size(SUMS_A_READ).sources(by);
            after.ifPresent(composite::after);
            return composite;
        }).aggregations(AMOUNT, amount -> amount.sum(sum -> sum.field("amount_minor").format(ExactSum.DIGITS)))
                .aggregations(REMAINING, remaining -> remaining.sum(sum -> sum.field("remaining_minor").format(ExactSum.DIGITS))));
        return ask(elastic -> elastic.search(search -> search.index(IndexMappings.TRANSACTIONS.alias(indices.get())).size(0)
                .query(query -> query.bool(bool -> bool.filter(must))).aggregations(GROUPS, groups), Void.class))
                .aggregations().get(GROUPS).composite();
    }

    private static Sum sum(CompositeBucket bucket) {
        try {
            return new Sum(bucket.key().get(CURRENCY).stringValue(), TransactionKind.valueOf(bucket.key().get(KIND).stringValue()),
                    Optional.ofNullable(bucket.key().get(MONTH)).map(month -> YearMonth.parse(month.stringValue())), bucket.docCount(),
                    ExactSum.exact(bucket.aggregations().get(AMOUNT).sum().valueAsString()),
                    ExactSum.exact(bucket.aggregations().get(REMAINING).sum().valueAsString()));
        } catch (ArithmeticException inexact) {
            throw tooLarge("2^53 minor units");
        }
    }

    private static Failure tooLarge(String limit) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "SUM_TOO_LARGE", "What matches comes to more than " + limit
                + ", the most that is reckoned at once. Ask for a smaller part, such as one year.", Map.of("limit", limit));
    }

    private static Query exists(String field) {
        return Query.of(query -> query.exists(exists -> exists.field(field)));
    }

    private static String position(Hit<Map<String, Object>> hit) {
        return hit.sort().get(0)._toJsonString() + " " + hit.sort().get(1)._toJsonString() + " " + hit.sort().get(2).stringValue();
    }

    private static List<FieldValue> searchAfter(String position) {
        String[] parts = position.split(" ", -1);
        return List.of(FieldValue.of(Long.parseLong(parts[0])), FieldValue.of(Long.parseLong(parts[1])), FieldValue.of(parts[2]));
    }

    @Override
    public void ageing(OpenItemsQuery query, Consumer<CustomerOpenItems> each) {
        String pit = openPointInTime(IndexMappings.OPEN_ITEMS);
        try {
            Optional<Map<String, FieldValue>> after = Optional.empty();
            do {
                CompositeAggregate page = ageingPage(query, pit, after);
                page.buckets().array().forEach(bucket -> each.accept(customerOpenItems(bucket)));
                after = page.buckets().array().size() == CUSTOMERS_A_READ ? Optional.of(page.afterKey()) : Optional.empty();
            } while (after.isPresent());
        } finally {
            closePointInTime(pit);
        }
    }

    private CompositeAggregate ageingPage(OpenItemsQuery query, String pit, Optional<Map<String, FieldValue>> after) {
        Map<String, Query> lateness = new HashMap<>();
        for (AgeingBucket bucket : AgeingBucket.values()) {
            lateness.put(bucket.name(), dueWithin(ROWS + ".due_date", bucket, query.asOf()));
        }
        Aggregation sums = Aggregation.of(late -> late.filters(filters -> filters.filters(keyed -> keyed.keyed(lateness)))
                .aggregations(HIGH, high -> high.sum(sum -> sum.field(ROWS + ".remaining_high").format(ExactSum.DIGITS)))
                .aggregations(LOW, low -> low.sum(sum -> sum.field(ROWS + ".remaining_low").format(ExactSum.DIGITS))));
        Aggregation customers = Aggregation.of(by -> by.composite(composite -> {
            composite.size(CUSTOMERS_A_READ).sources(NamedValue.of(CUSTOMER,
                    CompositeAggregationSource.of(source ->
                            source.terms(terms -> terms.field(ROWS + "." + CUSTOMER)))));
            after.ifPresent(composite::after);
            return composite;
        }).aggregations(BUCKETS, sums));
        Aggregation rows = Aggregation.of(nested -> nested.nested(path -> path.path(ROWS))
                .aggregations(COVERING, covering -> covering.filter(covering(query)).aggregations(CUSTOMERS, customers)));
        SearchResponse<Void> response = ask(elastic -> elastic.search(search -> search
                .pit(point -> point.id(pit).keepAlive(time -> time.time(KEEP_ALIVE))).size(0)
                .query(root -> root.bool(bool -> bool.filter(openItemQueries(query)))).aggregations(ROWS, rows), Void.class));
        return response.aggregations().get(ROWS).nested().aggregations().get(COVERING).filter().aggregations().get(CUSTOMERS).composite();
    }

    private static CustomerOpenItems customerOpenItems(CompositeBucket bucket) {
        Map<AgeingBucket, Long> minor = new EnumMap<>(AgeingBucket.class);
        bucket.aggregations().get(BUCKETS).filters().buckets().keyed().forEach((name, late) -> minor.put(AgeingBucket.valueOf(name), sum(late)));
        return new CustomerOpenItems(bucket.key().get(CUSTOMER).stringValue(), bucket.docCount(), minor);
    }

    private static long sum(FiltersBucket bucket) {
        return ExactSum.of(bucket.aggregations().get(HIGH).sum().valueAsString(), bucket.aggregations().get(LOW).sum().valueAsString());
    }

    @Override
    public List<OpenCharge> openCharges(OpenItemsQuery query, Optional<AgeingBucket> bucket, Optional<OpenCharge> after, int limit) {
        List<Query> must = new ArrayList<>(openItemQueries(query));
        must.add(Query.of(nested -> nested.nested(rows -> rows.path(ROWS).query(covering(query)))));
        bucket.ifPresent(late -> must.add(dueWithin("due_date", late, query.asOf())));
        SearchRequest request = SearchRequest.of(search -> {
            search.index(IndexMappings.OPEN_ITEMS.alias(indices.get())).query(root -> root.bool(bool -> bool.filter(must))).size(limit)
                    .sort(sort("due_date", SortOrder.Asc), sort("id", SortOrder.Asc));
            after.ifPresent(last -> search.searchAfter(FieldValue.of(last.dueDate().toEpochDay() * 86_400_000L), FieldValue.of(last.charge().value())));
            return search;
        });
        return ask(elastic -> elastic.search(request, documentType())).hits().hits().stream().map(hit -> openCharge(hit.source(), query)).toList();
    }

    private static OpenCharge openCharge(Map<String, Object> document, OpenItemsQuery query) {
        IndexedOpenItem item = IndexDocuments.openItem(document);
        long remaining = item.rows().stream().filter(row -> row.covers(query.asOf(), query.knownAtPosition()))
                .mapToLong(OpenItemTimeline.Row::remainingMinor).sum();
        return new OpenCharge(new TransactionId(item.charge()), LocalDate.parse(IndexDocuments.text(document, "due_date")), remaining);
    }

    private List<Query> openItemQueries(OpenItemsQuery query) {
        List<Query> must = new ArrayList<>(partQueries(query.part()));
        must.add(term("currency_code", query.currency()));
        query.customer().ifPresent(name -> must.add(term(CUSTOMER, name)));
        return must;
    }

    /** The row that answers for the date and the position: from inclusive, to exclusive. */
    private static Query covering(OpenItemsQuery query) {
        JsonData asOf = JsonData.of(query.asOf().toString());
        JsonData position = JsonData.of(query.knownAtPosition());
        return Query.of(root -> root.bool(bool -> bool.filter(
                range(ROWS + ".effective_from", range -> range.lte(asOf)), range(ROWS + ".effective_to", range -> range.gt(asOf)),
                range(ROWS + ".recorded_from", range -> range.lte(position)), range(ROWS + ".recorded_to", range -> range.gt(position)))));
    }

    /** Late by so many days means due so many days before. */
    private static Query dueWithin(String field, AgeingBucket bucket, LocalDate asOf) {
        return range(field, range -> {
            if (bucket.fromDaysLate() != Long.MIN_VALUE) {
                range.lte(JsonData.of(daysBefore(asOf, bucket.fromDaysLate())));
            }
            if (bucket.toDaysLate() != Long.MAX_VALUE) {
                range.gte(JsonData.of(daysBefore(asOf, bucket.toDaysLate())));
            }
        });
    }

    /** The index knows years of four digits; what would lie before them is taken as their first day. */
    private static String daysBefore(LocalDate date, long days) {
        LocalDate before = date.minusDays(days);
        return (before.isBefore(FIRST_DATE) ? FIRST_DATE : before).toString();
    }

    private static Query range(String field, Consumer<UntypedRangeQuery.Builder> bounds) {
        return Query.of(query -> query.range(range -> range.untyped(untyped -> {
            untyped.field(field);
            bounds.accept(untyped);
            return untyped;
        })));
    }

    @Override
    public void everyTransaction(Part part, Consumer<IndexedTransaction> each) {
        each(IndexMappings.TRANSACTIONS, all(part), hits -> hits.forEach(hit -> each.accept(IndexDocuments.transaction(hit.source()))));
    }

    @Override
    public void everyOpenItem(Part part, Consumer<IndexedOpenItem> each) {
        each(IndexMappings.OPEN_ITEMS, all(part), hits -> hits.forEach(hit -> each.accept(IndexDocuments.openItem(hit.source()))));
    }

    private static Query all(Part part) {
        return Query.of(query -> query.bool(bool -> bool.filter(partQueries(part))));
    }

    /** Every document that matches, in the order of ids, at one point in time. */
    private void each(IndexMappings index, Query query, Consumer<List<Hit<Map<String, Object>>>> each) {
        String pit = openPointInTime(index);
        try {
            List<FieldValue> after = List.of();
            List<Hit<Map<String, Object>>> hits;
            do {
                List<FieldValue> from = after;
                hits = ask(elastic -> elastic.search(search -> {
                    search.pit(point -> point.id(pit).keepAlive(time -> time.time(KEEP_ALIVE))).query(query).size(DOCUMENTS_A_READ)
                            .sort(sort("id", SortOrder.Asc), sort("generation", SortOrder.Asc));
                    return from.isEmpty() ? search : search.searchAfter(from);
                }, documentType())).hits().hits();
                if (!hits.isEmpty()) {
                    each.accept(hits);
                    after = hits.getLast().sort();
                }
            } while (hits.size() == DOCUMENTS_A_READ);
        } finally {
            closePointInTime(pit);
        }
    }

    private String openPointInTime(IndexMappings index) {
        return ask(elastic -> elastic.openPointInTime(open -> open.index(index.alias(indices.get())).keepAlive(time -> time.time(KEEP_ALIVE)))).id();
    }

    /** One that cannot be closed ends by itself soon, and says nothing about what was read. */
    private void closePointInTime(String pit) {
        try {
            indices.get().client().closePointInTime(close -> close.id(pit));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A point in time is left to end by itself", e);
        }
    }

    private static List<Query> partQueries(Part part) {
        return List.of(term("organisation", part.organisation()), Query.of(query -> query.term(term -> term.field("generation").value(part.generation()))));
    }

    private static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    private static SortOptions sort(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(order)));
    }

    @SuppressWarnings("unchecked")
    private static Class<Map<String, Object>> documentType() {
        return (Class<Map<String, Object>>) (Class<?>) Map.class;
    }
}
