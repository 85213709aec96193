package io.avid.platform.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision makes of an aggregate.
 *
 * @param state the next state
 * @param facts what to publish
 * @param keys its unique keys from now on; empty leaves them as they are
 */
public record Change<T>(T state, List<Fact> facts, Optional<Set<UniqueKey>> keys) {
    public Change {
        Objects.requireNonNull(state, "state");
        facts = List.copyOf(facts);
        keys = keys.map(Set::copyOf);
    }

    /** A change that leaves the unique keys as they are. */
    public static <T> Change<T> to(T state, List<Fact> facts) {
        return new Change<>(state, facts, Optional.empty());
    }
}
