package io.avid.payment.store;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import io.avid.payment.application.PaymentSearch;
import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.Refund;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Payments, their refunds, links and setups in Elasticsearch: what is kept of them, for lists and for
 * finding what is not settled.
 */
public final class PaymentIndex implements PaymentSearch {
    private static final int BATCH = 500;

    private static final String KIND = "kind";
    private static final String ORGANISATION = "organisation";
    private static final String ID = "id";
    private static final String CUSTOMER = "customer";
    private static final String STATE = "state";
    private static final String REFERENCE = "reference";
    private static final String PAYMENT = "payment";
    private static final String SETTLED = "settled";
    private static final String CREATED = "created_millis";

    private final AggregateIndex index;

    public PaymentIndex(AggregateIndex index) {
        this.index = index;
    }

    /** What the index holds. */
    public static AggregateIndex.Definition definition(AggregateStore<Payment> payments, AggregateStore<PaymentLink> links,
            AggregateStore<MethodSetup> setups) {
        return new AggregateIndex.Definition("payments", settings -> {}, PaymentIndex::fields, List.of(
                new AggregateIndex.Source<>(payments, PaymentIndex::payment),
                new AggregateIndex.Source<>(links, PaymentIndex::link),
                new AggregateIndex.Source<>(setups, PaymentIndex::setup)));
    }

    @Override
    public Found search(Query query) {
        SearchResponse<Map<String, Object>> response = ask(request -> {
            request.query(all -> all.bool(wanted(query)))
                    .sort(by(CREATED, SortOrder.Desc), by(ID, SortOrder.Desc))
                    .size(query.limit() + 1)
                    .trackTotalHits(total -> total.enabled(true));
            query.position().ifPresent(position -> request.searchAfter(after(position)));
        });
        List<Hit> hits = hits(response);
        boolean more = hits.size() > query.limit();
        List<Hit> page = more ? hits.subList(0, query.limit()) : hits;
        return new Found(page, more ? Optional.of(position(page.getLast())) : Optional.empty(), response.hits().total().value());
    }

    @Override
    public List<Hit> unsettled(Optional<String> organisation) {
        var found = new ArrayList<Hit>();
        Optional<Hit> last = Optional.empty();
        while (true) {
            Optional<Hit> before = last;
            List<Hit> page = hits(ask(request -> {
                request.query(all -> all.bool(bool -> {
                    bool.filter(filter -> filter.term(term -> term.field(SETTLED).value(false)));
                    organisation.ifPresent(only -> bool.filter(filter -> filter.term(term -> term.field(ORGANISATION).value(only))));
                    return bool;
                })).sort(by(CREATED, SortOrder.Asc), by(ID, SortOrder.Asc)).size(BATCH);
                before.ifPresent(hit -> request.searchAfter(after(position(hit))));
            }));
            found.addAll(page);
            if (page.size() < BATCH) {
                return List.copyOf(found);
            }
            last = Optional.of(page.getLast());
        }
    }

    @SuppressWarnings("unchecked")
    private SearchResponse<Map<String, Object>> ask(Consumer<SearchRequest.Builder> request) {
        return index.search((Class<Map<String, Object>>) (Class<?>) Map.class, request);
    }

    @Override
    public void refresh(Map<String, Set<String>> namesByOrganisation) {
        index.refresh(namesByOrganisation);
    }

    /** A payment and its refunds. One whose request was withdrawn is no payment. */
    private static List<AggregateIndex.Entry> payment(Stored<Payment> stored) {
        Payment payment = stored.state();
        if (payment.state() == PaymentState.WITHDRAWN) {
            return List.of();
        }
        String customer = payment.order().customer();
        String reference = payment.order().reference();
        var entries = new ArrayList<AggregateIndex.Entry>();
        entries.add(entry(stored, Kind.PAYMENT, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, customer);
            document.put(REFERENCE, reference);
            document.put(STATE, payment.state().name());
            document.put(PAYMENT, stored.id());
            document.put(SETTLED, payment.isSettled());
        }));
        for (Refund refund : payment.refunds()) {
            entries.add(entry(stored, Kind.REFUND, refund.id(), refund.createTime(), document -> {
                document.put(CUSTOMER, customer);
                document.put(REFERENCE, reference);
                document.put(STATE, refund.state().name());
                document.put(PAYMENT, stored.id());
                // Its payment is what is asked for.
                document.put(SETTLED, true);
            }));
        }
        return entries;
    }

    private static List<AggregateIndex.Entry> link(Stored<PaymentLink> stored) {
        PaymentLink link = stored.state();
        return List.of(entry(stored, Kind.LINK, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, link.customer());
            document.put(REFERENCE, link.reference());
            document.put(STATE, link.state().name());
            document.put(PAYMENT, link.payment().orElse(""));
            document.put(SETTLED, link.state().isFinal());
        }));
    }

    private static List<AggregateIndex.Entry> setup(Stored<MethodSetup> stored) {
        MethodSetup setup = stored.state();
        return List.of(entry(stored, Kind.SETUP, stored.id(), stored.createTime(), document -> {
            document.put(CUSTOMER, setup.customer());
            document.put(STATE, setup.state().name());
            document.put(PAYMENT, "");
            document.put(SETTLED, setup.state().isFinal());
        }));
    }

    private static AggregateIndex.Entry entry(Stored<?> stored, Kind kind, String id, Instant created, Consumer<Map<String, Object>> fields) {
        var document = new HashMap<String, Object>();
        document.put(KIND, kind.name());
        document.put(ORGANISATION, stored.organisation());
        document.put(ID, id);
        document.put(CREATED, created.toEpochMilli());
        fields.accept(document);
        return AggregateIndex.Entry.of(kind.name() + "/" + stored.organisation() + "/" + id, document);
    }

    private static void fields(TypeMapping.Builder mapping) {
        for (String keyword : List.of(KIND, ORGANISATION, ID, CUSTOMER, STATE, REFERENCE, PAYMENT)) {
            mapping.properties(keyword, field -> field.keyword(any -> any));
        }
        mapping.properties(SETTLED, field -> field.boolean_(any -> any)).properties(CREATED, field -> field.long_(any -> any));
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
