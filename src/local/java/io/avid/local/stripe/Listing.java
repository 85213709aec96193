package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A page of a list: newest first, `limit` at a time, after or before an object that the caller names.
final class Listing {

    private static final long DEFAULT_LIMIT = 10;
    private static final long MAXIMUM_LIMIT = 100;

    private final Call call;
    private final Kind kind;
    private Predicate<StoredObject> filter = any -> true;

    private Listing(Call call, Kind kind) {
        this.call = call;
        this.kind = kind;
    }

    static Listing of(Call call, Kind kind) {
        return new Listing(call, kind).byCreation();
    }

    /// Restricted to objects whose field has the value of the parameter of the same name, where it is given.
    Listing by(String... fields) {
        Listing listing = this;
        for (String field : fields) {
            Optional<String> wanted = call.parameters().text(field);
            listing = wanted.isEmpty() ? listing : listing.where(field, wanted.get());
        }
        return listing;
    }

    Listing where(String field, String value) {
        return where(object -> value.equals(object.links().get(field)));
    }

    Listing where(Predicate<StoredObject> further) {
        filter = filter.and(further);
        return this;
    }

    /// `created` as a value, or as a hash of bounds.
    private Listing byCreation() {
        Parameters parameters = call.parameters();
        if (!parameters.isGiven("created")) {
            return this;
        }
        Optional<Parameters> bounds;
        try {
            bounds = parameters.group("created");
        } catch (StripeError noHash) {
            long at = parameters.integer("created").orElseThrow(() -> noHash);
            return where(object -> object.created() == at);
        }
        bounds.ifPresent(given -> {
            given.integer("gt").ifPresent(bound -> where(object -> object.created() > bound));
            given.integer("gte").ifPresent(bound -> where(object -> object.created() >= bound));
            given.integer("lt").ifPresent(bound -> where(object -> object.created() < bound));
            given.integer("lte").ifPresent(bound -> where(object -> object.created() <= bound));
        });
        return this;
    }

    ObjectNode page(String url) {
        Parameters parameters = call.parameters();
        long limit = parameters.integer("limit").orElse(DEFAULT_LIMIT);
        if (limit < 1 || limit > MAXIMUM_LIMIT) {
            throw StripeError.invalid("parameter_invalid_integer", limit < 1 ? "This value must be greater than or equal to 1."
                    : "This value must be less than or equal to " + MAXIMUM_LIMIT + ".", "limit");
        }
        Optional<String> after = parameters.text("starting_after");
        Optional<String> before = parameters.text("ending_before");
        if (after.isPresent() && before.isPresent()) {
            throw StripeError.invalid("You can only provide one of the pagination parameters `starting_after` and `ending_before`, but not both.");
        }
        long afterSequence = after.map(id -> sequenceOf(id, "starting_after")).orElse(Long.MAX_VALUE);
        long beforeSequence = before.map(id -> sequenceOf(id, "ending_before")).orElse(Long.MIN_VALUE);
        List<StoredObject> page = new ArrayList<>();
        boolean more = false;
        for (StoredObject object : call.work().stored(kind)) {
            if (object.sequence() <= beforeSequence) {
                break;
            }
            if (object.sequence() < afterSequence && filter.test(object)) {
                page.add(object);
                if (before.isEmpty() && page.size() > limit) {
                    break;
                }
            }
        }
        if (page.size() > limit) {
            more = true;
            page = before.isPresent() ? page.subList(page.size() - (int) limit, page.size()) : page.subList(0, (int) limit);
        }
        ArrayNode data = StripeJson.array();
        page.forEach(object -> data.add(object.node()));
        ObjectNode list = StripeJson.object().put("object", "list");
        list.set("data", data);
        return list.put("has_more", more).put("url", url);
    }

    private long sequenceOf(String id, String parameter) {
        for (StoredObject object : call.work().stored(kind)) {
            if (object.id().equals(id)) {
                return object.sequence();
            }
        }
        throw StripeError.noSuch(kind, id, parameter);
    }
}
