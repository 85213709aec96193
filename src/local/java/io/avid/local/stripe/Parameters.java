package io.avid.local.stripe;

import com.linecorp.armeria.common.QueryParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// A request's parameters, form-encoded with nested keys as Stripe takes them: `card[number]`, `expand[]`,
/// `line_items[0][quantity]`. Asking for a parameter of the wrong shape refuses it in Stripe's words; a parameter that
/// nobody asked for is unknown, and [#refuseUnknown] says so before anything happens.
final class Parameters {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final int METADATA_KEYS = 50;
    private static final int METADATA_KEY_LENGTH = 40;
    private static final int METADATA_VALUE_LENGTH = 500;

    private final String prefix;
    private final Map<String, Object> values;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Parameters> groups = new ArrayList<>();

    private Parameters(String prefix, Map<String, Object> values) {
        this.prefix = prefix;
        this.values = values;
    }

    static Parameters none() {
        return new Parameters("", Map.of());
    }

    static Parameters of(QueryParams query) {
        Map<String, Object> root = new LinkedHashMap<>();
        query.forEach((key, value) -> insert(root, path(key), value));
        return new Parameters("", root);
    }

    /// `a[b][]` is `a`, `b`, ``.
    private static List<String> path(String key) {
        int open = key.indexOf('[');
        if (open <= 0 || !key.endsWith("]")) {
            return List.of(key);
        }
        List<String> path = new ArrayList<>(List.of(key.substring(0, open)));
        path.addAll(List.of(key.substring(open + 1, key.length() - 1).split("]\\[", -1)));
        return path;
    }

    @SuppressWarnings("unchecked")
    private static void insert(Map<String, Object> root, List<String> path, String value) {
        Map<String, Object> at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            String name = name(at, path.get(i));
            if (!(at.computeIfAbsent(name, any -> new LinkedHashMap<String, Object>()) instanceof Map<?, ?> nested)) {
                throw StripeError.invalid("Invalid " + path.getFirst() + ": expected either a value or a hash, and was given both.")
                        .parameter(path.getFirst());
            }
            at = (Map<String, Object>) nested;
        }
        at.put(name(at, path.getLast()), value);
    }

    /// An empty name appends to a list.
    private static String name(Map<String, Object> at, String name) {
        return name.isEmpty() ? Integer.toString(at.size()) : name;
    }

    /// As it stands in an error.
    String full(String name) {
        return prefix.isEmpty() ? name : prefix + "[" + name + "]";
    }

    /// Given, be it empty, which clears.
    boolean isGiven(String name) {
        asked.add(name);
        return values.containsKey(name);
    }

    /// The text; empty where it is missing or given as empty.
    Optional<String> text(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value instanceof Map) {
            throw StripeError.invalid("parameter_invalid_string_empty", "Invalid string: was given a hash.", full(name));
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
    }

    String required(String name) {
        if (!isGiven(name)) {
            throw missing(name);
        }
        return text(name).orElseThrow(() -> StripeError.invalid("parameter_invalid_empty", "You passed an empty string for '" + full(name)
                + "'. We assume empty values are an attempt to unset a parameter; however '" + full(name) + "' cannot be unset."
                + " You should remove '" + full(name) + "' from your request or supply a non-empty value.", full(name)));
    }

    StripeError missing(String name) {
        return StripeError.invalid("parameter_missing", "Missing required param: " + full(name) + ".", full(name));
    }

    Optional<Long> integer(String name) {
        return text(name).map(text -> {
            if (!INTEGER.matcher(text).matches()) {
                throw StripeError.invalid("parameter_invalid_integer", "Invalid integer: " + text, full(name));
            }
            return Long.parseLong(text);
        });
    }

    Optional<Boolean> flag(String name) {
        return text(name).map(text -> switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw StripeError.invalid("Invalid boolean: " + text).parameter(full(name));
        });
    }

    Optional<String> oneOf(String name, String... allowed) {
        return text(name).map(text -> {
            if (!List.of(allowed).contains(text)) {
                throw StripeError.invalid("Invalid " + full(name) + ": must be one of " + String.join(", ", List.of(allowed).subList(0, allowed.length - 1))
                        + (allowed.length > 1 ? ", or " : "") + allowed[allowed.length - 1]).parameter(full(name));
            }
            return text;
        });
    }

    /// A hash.
    Optional<Parameters> group(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name)).filter(value -> !"".equals(value)).map(value -> nested(name, value));
    }

    private Parameters nested(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw StripeError.invalid("Invalid object").parameter(full(name));
        }
        @SuppressWarnings("unchecked")
        Parameters group = new Parameters(full(name), (Map<String, Object>) map);
        groups.add(group);
        return group;
    }

    /// A list of texts; of hashes see [#list].
    List<String> texts(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null || "".equals(value)) {
            return List.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw StripeError.invalid("Invalid array").parameter(full(name));
        }
        Parameters items = nested(name, value);
        return map.keySet().stream().map(key -> items.required((String) key)).toList();
    }

    List<Parameters> list(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null || "".equals(value)) {
            return List.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw StripeError.invalid("Invalid array").parameter(full(name));
        }
        Parameters items = nested(name, value);
        return map.keySet().stream().map(key -> items.group((String) key).orElseThrow(() -> items.missing((String) key))).toList();
    }

    /// Sets the object's metadata as Stripe does: key by key, an empty value removes its key, an empty whole removes all.
    void metadataInto(ObjectNode object) {
        asked.add("metadata");
        Object value = values.get("metadata");
        if (value == null) {
            return;
        }
        if ("".equals(value)) {
            object.set("metadata", StripeJson.object());
            return;
        }
        Parameters given = nested("metadata", value);
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        for (String key : given.values.keySet()) {
            if (key.length() > METADATA_KEY_LENGTH) {
                throw StripeError.invalid("Metadata keys must be " + METADATA_KEY_LENGTH + " characters or less, but '" + key + "' is " + key.length()
                        + " characters long.").parameter("metadata");
            }
            Optional<String> text = given.text(key);
            if (text.isEmpty()) {
                metadata.remove(key);
            } else if (text.get().length() > METADATA_VALUE_LENGTH) {
                throw StripeError.invalid("Metadata values must be " + METADATA_VALUE_LENGTH + " characters or less, but the value of '" + key + "' is "
                        + text.get().length() + " characters long.").parameter(full("metadata") + "[" + key + "]");
            } else {
                metadata.put(key, text.get());
            }
        }
        if (metadata.size() > METADATA_KEYS) {
            throw StripeError.invalid("Metadata can have at most " + METADATA_KEYS + " keys; this would have " + metadata.size() + ".").parameter("metadata");
        }
    }

    /// Copies texts that only travel: given and empty means null.
    void textsInto(ObjectNode object, String... names) {
        for (String name : names) {
            if (isGiven(name)) {
                text(name).ifPresentOrElse(text -> object.put(name, text), () -> object.putNull(name));
            }
        }
    }

    /// Everything in a hash that only travels, as JSON with texts for values.
    void hashInto(ObjectNode object, String name) {
        if (isGiven(name)) {
            group(name).ifPresentOrElse(group -> object.set(name, group.asJson()), () -> object.putNull(name));
        }
    }

    /// This hash as JSON; asks for all of it.
    ObjectNode asJson() {
        ObjectNode json = StripeJson.object();
        values.forEach((name, value) -> {
            asked.add(name);
            if (value instanceof Map) {
                json.set(name, nested(name, value).asJson());
            } else {
                json.put(name, (String) value);
            }
        });
        return json;
    }

    /// Refuses the first parameter that nothing here asked for.
    void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                throw StripeError.invalid("parameter_unknown", "Received unknown parameter: " + full(name), full(name));
            }
        }
        groups.forEach(Parameters::refuseUnknown);
    }

    /// The same for the same parameters in whatever order.
    String canonical() {
        return canonical(values);
    }

    private static String canonical(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return "'" + value + "'";
        }
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(map).forEach((name, nested) -> text.append(name).append('=').append(canonical(nested)).append(';'));
        return text.append('}').toString();
    }
}
