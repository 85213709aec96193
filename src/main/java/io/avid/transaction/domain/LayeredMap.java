package io.avid.transaction.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map that may lie over another: what is put here hides what is below and leaves it as it was. So a decision can be tried on top of the
 * committed state and thrown away. Nothing is ever removed.
 */
final class LayeredMap<K, V> {

    private final Optional<LayeredMap<K, V>> below;
    private final Map<K, V> own = new LinkedHashMap<>();

    LayeredMap() {
        this.below = Optional.empty();
    }

    private LayeredMap(LayeredMap<K, V> below) {
        this.below = Optional.of(below);
    }

    LayeredMap<K, V> layer() {
        return new LayeredMap<>(this);
    }

    Optional<V> get(K key) {
        V value = own.get(key);
        if (value != null) {
            return Optional.of(value);
        }
        return below.flatMap(map -> map.get(key));
    }

    boolean contains(K key) {
        return get(key).isPresent();
    }

    void put(K key, V value) {
        own.put(key, value);
    }

    /** Of this layer alone. */
    Map<K, V> own() {
        return own;
    }

    /** Puts what this layer holds into the one below. */
    void settle() {
        below.orElseThrow().own.putAll(own);
    }
}
