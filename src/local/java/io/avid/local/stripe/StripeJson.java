package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects as JSON. A name that begins with `_` is the emulator's own knowledge and never leaves it.
final class StripeJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StripeJson() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static JsonNode parse(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    static ObjectNode parseObject(byte[] bytes) {
        return (ObjectNode) MAPPER.readTree(bytes);
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /// A literal of the code, such as the shape of a resource, with single quotes in place of double ones.
    static ObjectNode literal(String json) {
        return (ObjectNode) MAPPER.readTree(json.replace('\'', '"'));
    }

    /// The text of a field; empty where it is null or absent.
    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? "" : value.asString();
    }

    static long number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? 0 : value.asLong();
    }

    static boolean flag(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isBoolean() && value.asBoolean();
    }

    static boolean has(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && !value.isNull();
    }

    /// A copy without what is the emulator's own.
    static ObjectNode published(ObjectNode node) {
        ObjectNode copy = node.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> own = new ArrayList<>();
            object.propertyNames().forEach(name -> {
                if (name.startsWith("_")) {
                    own.add(name);
                }
            });
            object.remove(own);
        }
        node.forEach(StripeJson::strip);
    }
}
