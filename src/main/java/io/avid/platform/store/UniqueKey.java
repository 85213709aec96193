package io.avid.platform.store;

import java.util.Objects;

/**
 * Something that one aggregate of an organisation can have at most, as a customer's id in another
 * system.
 *
 * @param system the space in which the value is unique; without {@code |}
 * @param value the value
 */
public record UniqueKey(String system, String value) {
    public UniqueKey {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(value, "value");
        if (system.indexOf('|') >= 0) {
            throw new IllegalArgumentException("the system of a unique key has no '|' in it, given " + system);
        }
    }

    String stored(String organisation) {
        return organisation + "|" + system + "|" + value;
    }

    static UniqueKey parse(String stored) {
        int first = stored.indexOf('|');
        int second = stored.indexOf('|', first + 1);
        return new UniqueKey(stored.substring(first + 1, second), stored.substring(second + 1));
    }
}
