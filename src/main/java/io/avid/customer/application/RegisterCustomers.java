package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.CreateOutcome;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKeyTaken;
import java.util.List;
import java.util.Optional;

/** Creates customers, one or many; each is one write with its event, and safe to repeat. */
public final class RegisterCustomers {
    private final AggregateStore<CustomerProfile> customers;
    private final CustomerFacts facts;

    public RegisterCustomers(AggregateStore<CustomerProfile> customers, CustomerFacts facts) {
        this.customers = customers;
        this.facts = facts;
    }

    /**
     * A customer to create.
     *
     * @param request the call that creates it, or the item's own within a batch
     */
    public record Registration(CustomerProfile profile, RequestIdentity request) {}

    /**
     * What became of one of many.
     *
     * @param created whether it was created, now or by the same request before; else who has its external id
     */
    public record Outcome(boolean created, Stored<CustomerProfile> customer) {}

    /**
     * Creates one.
     *
     * @throws io.avid.platform.error.Failure ALREADY_EXISTS (EXTERNAL_ID_TAKEN)
     */
    public Stored<CustomerProfile> register(Principal principal, Registration registration) {
        try {
            return customers.create(principal, aggregate(principal, registration));
        } catch (UniqueKeyTaken taken) {
            throw ExternalIdTaken.failure(taken.key(), customers.nameOf(taken.holder()));
        }
    }

    /**
     * Creates many; what one of them meets stops no other.
     *
     * @return an outcome for each, in order
     * @throws io.avid.platform.error.Failure after all were tried, the first that is no outcome: a
     *     request_id used for something else, or a store that does not answer
     */
    public List<Outcome> registerAll(Principal principal, List<Registration> registrations) {
        return customers.createAll(principal, registrations.stream().map(one -> aggregate(principal, one)).toList())
                .stream().map(RegisterCustomers::outcome).toList();
    }

    private static Outcome outcome(CreateOutcome<CustomerProfile> outcome) {
        return switch (outcome) {
            case CreateOutcome.Created<CustomerProfile>(Stored<CustomerProfile> customer) -> new Outcome(true, customer);
            case CreateOutcome.KeyTaken<CustomerProfile> taken -> new Outcome(false, taken.holder());
            case CreateOutcome.Refused<CustomerProfile> refused -> throw refused.failure();
        };
    }

    private NewAggregate<CustomerProfile> aggregate(Principal principal, Registration registration) {
        String id = registration.request().derivedId(principal.organisation());
        return new NewAggregate<>(id, registration.profile(), List.of(facts.created(customers.nameOf(id))),
                ExternalIdTaken.keys(registration.profile().externalIds()), Optional.of(registration.request()));
    }
}
