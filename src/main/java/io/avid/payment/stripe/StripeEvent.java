package io.avid.payment.stripe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an event of Stripe's is about. Of its content nothing else is used: how the object stands is
 * asked, for an event may come late.
 *
 * @param id {@code evt_…}
 * @param type for example {@code payment_intent.succeeded}
 * @param createdSeconds when it happened, seconds since 1970
 * @param object which object of Stripe's to ask for; empty for a kind that Avid does not use
 * @param labels the metadata of the object, where it carries some itself
 */
public record StripeEvent(String id, String type, long createdSeconds, Optional<Target> object, Map<String, String> labels) {
    /** Kinds of objects that Avid asks for. */
    public enum Kind {
        PAYMENT, SETUP, LINK, METHOD
    }

    /**
     * An object of Stripe's.
     *
     * @param kind which
     * @param id for example {@code pi_…}
     */
    public record Target(Kind kind, String id) {
        public Target {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(id, "id");
        }
    }

    public StripeEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(object, "object");
        labels = Map.copyOf(labels);
    }

    /** Whether the object carries its own labels, so that one without Avid's is not Avid's. */
    public boolean carriesLabels() {
        return type.startsWith("payment_intent.") || type.startsWith("setup_intent.") || type.startsWith("checkout.session.");
    }

    /** Reads an event; empty where the text is none. */
    public static Optional<StripeEvent> parse(String json) {
        try {
            JsonObject event = JsonParser.parseString(json).getAsJsonObject();
            JsonObject object = event.getAsJsonObject("data").getAsJsonObject("object");
            if (!text(event, "object").equals("event") || text(event, "id").isEmpty() || text(event, "type").isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new StripeEvent(text(event, "id"), text(event, "type"), event.get("created").getAsLong(), target(object),
                    labels(object)));
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException | NumberFormatException
                | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<Target> target(JsonObject object) {
        String id = text(object, "id");
        return switch (text(object, "object")) {
            case "payment_intent" -> Optional.of(new Target(Kind.PAYMENT, id));
            case "charge", "refund", "dispute" -> Optional.of(text(object, "payment_intent")).filter(intent -> !intent.isEmpty())
                    .map(intent -> new Target(Kind.PAYMENT, intent));
            case "setup_intent" -> Optional.of(new Target(Kind.SETUP, id));
            case "checkout.session" -> Optional.of(new Target(Kind.LINK, id));
            case "payment_method" -> Optional.of(new Target(Kind.METHOD, id));
            default -> Optional.empty();
        };
    }

    private static Map<String, String> labels(JsonObject object) {
        var labels = new HashMap<String, String>();
        if (object.get("metadata") instanceof JsonObject metadata) {
            metadata.entrySet().forEach(entry -> labels.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return labels;
    }

    private static String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
