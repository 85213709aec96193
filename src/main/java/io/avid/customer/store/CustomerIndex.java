package io.avid.customer.store;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import io.avid.customer.application.CustomerSearch;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.ExternalId;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Customers in Elasticsearch: what is kept of one, and how it is found.
 *
 * <p>A search answers ids; what they stand for is read from the store.
 */
public final class CustomerIndex implements CustomerSearch {
    private static final String ORGANISATION = "organisation";
    private static final String CUSTOMER = "customer";
    private static final String SORT_NAME = "sort_name";
    private static final String DISPLAY_NAME = "display_name";
    private static final String WORDS = "words";
    private static final String EXTERNAL_IDS = "external_ids";
    private static final String ANALYZER = "folded";

    private final AggregateIndex index;

    public CustomerIndex(AggregateIndex index) {
        this.index = index;
    }

    /** What the index holds. */
    public static AggregateIndex.Definition definition(AggregateStore<CustomerProfile> customers) {
        return new AggregateIndex.Definition("customers", CustomerIndex::analysis, CustomerIndex::fields,
                List.of(new AggregateIndex.Source<>(customers, CustomerIndex::entries)));
    }

    @Override
    public Found search(Query query) {
        List<Hit<Void>> hits = index.search(Void.class, request -> ask(request, query)).hits().hits();
        boolean more = hits.size() > query.limit();
        List<Hit<Void>> page = more ? hits.subList(0, query.limit()) : hits;
        return new Found(page.stream().map(hit -> idOf(hit.id())).toList(),
                more ? Optional.of(position(page.getLast())) : Optional.empty());
    }

    private static List<AggregateIndex.Entry> entries(Stored<CustomerProfile> customer) {
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
        return List.of(AggregateIndex.Entry.of(customer.organisation() + "/" + customer.id(), document));
    }

    /** Letters alone decide the order, neither accents nor capitals. */
    private static String sortName(String displayName) {
        return Normalizer.normalize(displayName, Normalizer.Form.NFKD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
    }

    private static void analysis(IndexSettings.Builder settings) {
        settings.analysis(analysis -> analysis.analyzer(ANALYZER, analyzer -> analyzer.custom(custom -> custom
                .tokenizer("standard").filter("lowercase", "asciifolding"))));
    }

    private static void fields(TypeMapping.Builder mapping) {
        mapping.properties(ORGANISATION, field -> field.keyword(keyword -> keyword))
                .properties(CUSTOMER, field -> field.keyword(keyword -> keyword))
                .properties(SORT_NAME, field -> field.keyword(keyword -> keyword))
                .properties(DISPLAY_NAME, field -> field.text(text -> text.analyzer(ANALYZER)
                        .indexPrefixes(prefixes -> prefixes.minChars(1).maxChars(10))))
                .properties(WORDS, field -> field.text(text -> text.analyzer(ANALYZER)
                        .indexPrefixes(prefixes -> prefixes.minChars(1).maxChars(10))))
                .properties(EXTERNAL_IDS, field -> field.keyword(keyword -> keyword));
    }

    private static void ask(SearchRequest.Builder request, Query query) {
        List<SortOptions> order = query.words().isEmpty()
                ? List.of(by(SORT_NAME), by(CUSTOMER))
                : List.of(SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))), by(CUSTOMER));
        request.query(found(query))
                .sort(order)
                .size(query.limit() + 1)
                .source(source -> source.fetch(false))
                .trackTotalHits(total -> total.enabled(false));
        query.position().ifPresent(position -> request.searchAfter(after(position)));
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

    /** A position is the last hit's id and what it was ordered by: its name or, where words were sought, its score. */
    private String position(Hit<Void> last) {
        return idOf(last.id()) + "/" + index.json(last.sort().getFirst());
    }

    private static List<FieldValue> after(String position) {
        int slash = position.indexOf('/');
        return List.of(
                AggregateIndex.orderedBy(position.substring(slash + 1)),
                FieldValue.of(position.substring(0, slash)));
    }

    private static String idOf(String documentId) {
        return documentId.substring(documentId.lastIndexOf('/') + 1);
    }
}
