package io.avid.local.stripe;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One object at rest: its bytes, and beside them what lists are filtered by, so that a filter parses only what it finds.
///
/// @param id within its kind and account
/// @param sequence of its creation: the order of lists, finer than seconds
/// @param created in seconds since 1970
/// @param links the values of the fields that name other objects, and of `type` and `status`
/// @param json with what is the emulator's own
record StoredObject(String id, long sequence, long created, Map<String, String> links, byte[] json) {

    private static final String[] LINKS = {"customer", "payment_method", "payment_intent", "setup_intent", "charge", "source", "payout", "type", "status", "event"};

    static StoredObject of(String id, long sequence, ObjectNode node) {
        Map<String, String> links = new HashMap<>();
        for (String field : LINKS) {
            JsonNode value = node.get(field);
            if (value != null && value.isString()) {
                links.put(field, value.asString());
            }
        }
        return new StoredObject(id, sequence, StripeJson.number(node, "created"), Map.copyOf(links), StripeJson.bytes(node));
    }

    /// A change keeps an object's place.
    StoredObject inPlaceOf(StoredObject old) {
        return new StoredObject(id, old.sequence, created, links, json);
    }

    /// A copy of its own for whoever asks.
    ObjectNode node() {
        return StripeJson.parseObject(json);
    }

    int bytes() {
        return json.length;
    }
}
