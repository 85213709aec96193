package io.avid.platform.store;

import io.avid.platform.identifier.RequestIdentity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An aggregate to create.
 *
 * @param id its id; derived from the request where there is one, so that repeating creates nothing
 * @param state its first state
 * @param facts what to publish
 * @param keys what no other aggregate of the organisation may have
 * @param request the call that creates it; without one, creating again answers what is there
 */
public record NewAggregate<T>(String id, T state, List<Fact> facts, Set<UniqueKey> keys,
        Optional<RequestIdentity> request) {
    public NewAggregate {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        facts = List.copyOf(facts);
        keys = Set.copyOf(keys);
        Objects.requireNonNull(request, "request");
    }
}
