package io.avid.transaction.store;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.RangeQuery;
import co.elastic.clients.json.JsonData;
import io.avid.transaction.application.TransactionFilter;
import io.avid.transaction.application.TransactionFilter.Field;
import io.avid.transaction.application.TransactionFilter.Restriction;
import io.avid.transaction.application.TransactionFilter.Value;
import java.util.List;

/** A filter as a query. */
final class FilterQueries {

    private FilterQueries() {
    }

    static Query of(TransactionFilter filter) {
        return switch (filter) {
            case TransactionFilter.All all -> Query.of(query -> query.matchAll(match -> match));
            case TransactionFilter.And(List<TransactionFilter> parts) ->
                    Query.of(query -> query.bool(bool -> bool.filter(parts.stream().map(FilterQueries::of).toList())));
            case TransactionFilter.Or(List<TransactionFilter> parts) ->
                    Query.of(query -> query.bool(bool -> bool.should(parts.stream().map(FilterQueries::of).toList()).minimumShouldMatch("1")));
            case TransactionFilter.Not(TransactionFilter inner) -> not(of(inner));
            case TransactionFilter.Word(String word) -> Query.of(query -> query.bool(bool -> bool.minimumShouldMatch("1")
                    .should(beginsWith("invoice_number", word), beginsWith("external_id", word), endsWith("external_id", word))));
            case TransactionFilter.Present(Field field, String attribute) -> Query.of(query -> query.exists(exists -> exists.field(name(field, attribute))));
            case Restriction restriction -> restriction(restriction);
        };
    }

    private static Query restriction(Restriction restriction) {
        String field = name(restriction.field(), restriction.attribute());
        return switch (restriction.comparison()) {
            case EQUAL -> equal(field, restriction.field(), restriction.value());
            case NOT_EQUAL -> not(equal(field, restriction.field(), restriction.value()));
            case LESS, AT_MOST, GREATER, AT_LEAST -> Query.of(query -> query.range(range(field, restriction)));
        };
    }

    private static RangeQuery range(String field, Restriction restriction) {
        JsonData bound = switch (restriction.value()) {
            case Value.Number(long number) -> JsonData.of(number);
            case Value.Date(var date) -> JsonData.of(date.toString());
            case Value.Text(String text) -> JsonData.of(stored(restriction.field(), text));
            case Value.Prefix(String prefix) -> throw new IllegalStateException("The parser refuses an order of prefixes.");
            case Value.Flag(boolean flag) -> throw new IllegalStateException("The parser refuses an order of flags.");
        };
        return RangeQuery.of(range -> range.untyped(untyped -> {
            untyped.field(field);
            return switch (restriction.comparison()) {
                case LESS -> untyped.lt(bound);
                case AT_MOST -> untyped.lte(bound);
                case GREATER -> untyped.gt(bound);
                case AT_LEAST -> untyped.gte(bound);
                case EQUAL, NOT_EQUAL -> throw new IllegalStateException("Not an order: " + restriction.comparison());
            };
        }));
    }

    private static Query equal(String field, Field kind, Value value) {
        return switch (value) {
            case Value.Text(String text) -> Query.of(query -> query.term(term -> term.field(field).value(stored(kind, text))));
            case Value.Prefix(String prefix) -> Query.of(query -> query.prefix(begins -> begins.field(field).value(stored(kind, prefix))));
            case Value.Number(long number) -> Query.of(query -> query.term(term -> term.field(field).value(number)));
            case Value.Date(var date) -> Query.of(query -> query.term(term -> term.field(field).value(date.toString())));
            case Value.Flag(boolean flag) -> Query.of(query -> query.term(term -> term.field(field).value(flag)));
        };
    }

    /** Accounts and payments are indexed by their ids; askers name them by resource name. */
    private static String stored(Field field, String text) {
        String collection = field == Field.ACCOUNT ? "accounts/" : field == Field.REFUNDS ? "transactions/" : "";
        return text.startsWith(collection) ? text.substring(collection.length()) : text;
    }

    private static Query beginsWith(String field, String word) {
        return Query.of(query -> query.prefix(prefix -> prefix.field(field).value(word).caseInsensitive(true)));
    }

    /** An external id is often a path of which people know the last part. */
    private static Query endsWith(String field, String word) {
        return Query.of(query -> query.wildcard(wildcard -> wildcard.field(field).value("*/" + escaped(word)).caseInsensitive(true)));
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }

    private static Query not(Query query) {
        return Query.of(outer -> outer.bool(bool -> bool.mustNot(query)));
    }

    private static String name(Field field, String attribute) {
        return field == Field.ATTRIBUTE ? "attributes." + attribute : field.label();
    }
}
