package io.avid.local.stripe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts whole objects in the place of ids, where `expand[]` asks for it: `customer`, `latest_charge.balance_transaction`,
/// in lists `data.customer`.
final class Expansion {

    private static final int DEEPEST = 4;

    /// The fields that name an object of one kind; `source` of a balance transaction names any.
    private static final Map<String, Optional<Kind>> EXPANDABLE = Map.ofEntries(
            Map.entry("customer", Optional.of(Kind.CUSTOMER)),
            Map.entry("payment_method", Optional.of(Kind.PAYMENT_METHOD)),
            Map.entry("default_payment_method", Optional.of(Kind.PAYMENT_METHOD)),
            Map.entry("payment_intent", Optional.of(Kind.PAYMENT_INTENT)),
            Map.entry("setup_intent", Optional.of(Kind.SETUP_INTENT)),
            Map.entry("latest_attempt", Optional.of(Kind.SETUP_ATTEMPT)),
            Map.entry("mandate", Optional.of(Kind.MANDATE)),
            Map.entry("latest_charge", Optional.of(Kind.CHARGE)),
            Map.entry("charge", Optional.of(Kind.CHARGE)),
            Map.entry("balance_transaction", Optional.of(Kind.BALANCE_TRANSACTION)),
            Map.entry("failure_balance_transaction", Optional.of(Kind.BALANCE_TRANSACTION)),
            Map.entry("dispute", Optional.of(Kind.DISPUTE)),
            Map.entry("payout", Optional.of(Kind.PAYOUT)),
            Map.entry("source", Optional.empty()));

    private final Work work;
    private final Present present;

    Expansion(Work work, Present present) {
        this.work = work;
        this.present = present;
    }

    /// The object as it is answered: presented, expanded, without what is the emulator's own.
    ObjectNode apply(ObjectNode answer, List<String> paths) {
        presentAll(answer);
        for (String path : paths) {
            List<String> names = List.of(path.split("\\.", -1));
            if (names.size() > DEEPEST) {
                throw StripeError.invalid("You cannot expand more than " + DEEPEST + " levels of a property").parameter("expand");
            }
            expand(answer, names, path);
        }
        return StripeJson.published(answer);
    }

    private void presentAll(ObjectNode answer) {
        present.present(answer, work);
        if (answer.get("data") != null && answer.get("data").isArray()) {
            answer.get("data").forEach(item -> present.present((ObjectNode) item, work));
        }
    }

    private void expand(JsonNode node, List<String> names, String path) {
        if (names.isEmpty()) {
            return;
        }
        String name = names.getFirst();
        List<String> rest = names.subList(1, names.size());
        if (!(node instanceof ObjectNode object)) {
            throw refusal(path);
        }
        if (name.equals("data") && "list".equals(StripeJson.text(object, "object"))) {
            if (rest.isEmpty()) {
                throw refusal(path);
            }
            object.get("data").forEach(item -> expand(item, rest, path));
            return;
        }
        if (present.includable(object, name, work)) {
            expandFurther(object.get(name), rest, path);
            return;
        }
        JsonNode value = object.get(name);
        if (value == null || !EXPANDABLE.containsKey(name) && (rest.isEmpty() || !value.isObject())) {
            throw refusal(path);
        }
        if (value.isString()) {
            Kind kind = EXPANDABLE.get(name).or(() -> Kind.ofId(value.asString())).orElseThrow(() -> refusal(path));
            work.find(kind, value.asString()).ifPresent(linked -> {
                present.present(linked, work);
                object.set(name, linked);
            });
        }
        expandFurther(object.get(name), rest, path);
    }

    private void expandFurther(JsonNode value, List<String> rest, String path) {
        if (!value.isNull()) {
            expand(value, rest, path);
        }
    }

    private static StripeError refusal(String path) {
        return StripeError.invalid("This property cannot be expanded (" + path + ").").parameter("expand");
    }
}
