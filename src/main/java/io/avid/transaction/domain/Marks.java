package io.avid.transaction.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is said of a transaction beside its money: it may change, and what was said before is kept.
 *
 * @param disputed   whether the customer disputes it; only a charge can be
 * @param attributes short facts, such as delivery or country; in key order
 */
public record Marks(boolean disputed, Map<String, String> attributes) {

    static final int ATTRIBUTES_AT_MOST = 20;

    public Marks {
        // A sorted copy: the order in which a map was filled must not show in a block's bytes.
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** The names of the marks in which another differs: {@code disputed}, {@code attributes.NAME}. */
    public List<String> differencesTo(Marks other) {
        List<String> names = new ArrayList<>();
        if (disputed != other.disputed) {
            names.add("disputed");
        }
        TreeSet<String> attributeNames = new TreeSet<>(attributes.keySet());
        attributeNames.addAll(other.attributes.keySet());
        attributeNames.stream().filter(name -> !Objects.equals(attributes.get(name), other.attributes.get(name)))
                .forEach(name -> names.add("attributes." + name));
        return names;
    }
}
