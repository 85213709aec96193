package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.CustomerProfile.Part;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.Fact;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKeyTaken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes parts of a customer's profile, unless somebody changed it since the caller read it. */
public final class ReviseCustomer {
    private final AggregateStore<CustomerProfile> customers;
    private final CustomerFacts facts;

    public ReviseCustomer(AggregateStore<CustomerProfile> customers, CustomerFacts facts) {
        this.customers = customers;
        this.facts = facts;
    }

    /**
     * Changes the parts to what is given.
     *
     * @param etag of what the caller read; empty changes the customer whatever it is by now
     * @throws Failure NOT_FOUND, ABORTED (ETAG_STALE), ALREADY_EXISTS (EXTERNAL_ID_TAKEN)
     */
    public Stored<CustomerProfile> revise(Principal principal, String id, String etag, CustomerProfile given,
            Set<Part> parts, RequestIdentity request) {
        try {
            return customers.update(principal, id, Optional.of(request), current -> {
                if (!etag.isEmpty() && !etag.equals(current.etag())) {
                    throw Failure.stale(customers.nameOf(id), etag, current.etag());
                }
                return change(current, current.state().revised(given, parts));
            });
        } catch (UniqueKeyTaken taken) {
            throw ExternalIdTaken.failure(taken.key(), customers.nameOf(taken.holder()));
        }
    }

    private Change<CustomerProfile> change(Stored<CustomerProfile> current, CustomerProfile revised) {
        Set<Part> changed = current.state().differenceTo(revised);
        // Nothing changed: the request is recorded all the same, and there is nothing to tell.
        List<Fact> fact = changed.isEmpty()
                ? List.of()
                : List.of(facts.updated(customers.nameOf(current.id()), changed));
        return new Change<>(revised, fact, changed.contains(Part.EXTERNAL_IDS)
                ? Optional.of(ExternalIdTaken.keys(revised.externalIds()))
                : Optional.empty());
    }
}
