package io.avid.invoice.store;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.avid.invoice.application.InvoiceSearch;
import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Invoices in Elasticsearch: what is kept of one, and how it is found.
 *
 * <p>A search answers ids; what they stand for is read from the store.
 */
public final class InvoiceIndex implements InvoiceSearch {
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

    private final AggregateIndex index;

    public InvoiceIndex(AggregateIndex index) {
        this.index = index;
    }

    /** What the index holds. */
    public static AggregateIndex.Definition definition(AggregateStore<Invoice> invoices) {
        return new AggregateIndex.Definition("invoices", settings -> {}, InvoiceIndex::fields,
                List.of(new AggregateIndex.Source<>(invoices, InvoiceIndex::entries)));
    }

    @Override
    public Found search(Query query) {
        SearchResponse<Void> response = index.search(Void.class, request -> ask(request, query));
        List<Hit<Void>> hits = response.hits().hits();
        boolean more = hits.size() > query.limit();
        List<Hit<Void>> page = more ? hits.subList(0, query.limit()) : hits;
        return new Found(page.stream().map(hit -> idOf(hit.id())).toList(),
                more ? Optional.of(position(page.getLast())) : Optional.empty(),
                response.hits().total().value());
    }

    private static List<AggregateIndex.Entry> entries(Stored<Invoice> stored) {
        String id = stored.organisation() + "/" + stored.id();
        if (stored.state().stage() == Stage.DELETED) {
            return List.of(AggregateIndex.Entry.removed(id));
        }
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
        return List.of(AggregateIndex.Entry.of(id, document));
    }

    private static void fields(TypeMapping.Builder mapping) {
        mapping.properties(ORGANISATION, field -> field.keyword(keyword -> keyword))
                .properties(INVOICE, field -> field.keyword(keyword -> keyword))
                .properties(CUSTOMER, field -> field.keyword(keyword -> keyword))
                .properties(STAGE, field -> field.keyword(keyword -> keyword))
                .properties(SETTLED, field -> field.keyword(keyword -> keyword))
                .properties(NUMBER, field -> field.keyword(keyword -> keyword))
                .properties(DUE_DATE, field -> field.date(date -> date.format("strict_date")))
                .properties(SORT_DAY, field -> field.keyword(keyword -> keyword))
                .properties(SORT_WITHIN, field -> field.long_(number -> number));
    }

    private static void ask(SearchRequest.Builder request, Query query) {
        request.query(found(query))
                // A letter comes after every digit: drafts are the latest.
                .sort(by(SORT_DAY, SortOrder.Desc), by(SORT_WITHIN, SortOrder.Desc), by(INVOICE, SortOrder.Asc))
                .size(query.limit() + 1)
                .source(source -> source.fetch(false))
                .trackTotalHits(total -> total.enabled(true));
        query.position().ifPresent(position -> request.searchAfter(after(position)));
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
