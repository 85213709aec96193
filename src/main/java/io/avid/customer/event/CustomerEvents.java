package io.avid.customer.event;

import io.avid.customer.application.CustomerFacts;
import io.avid.customer.domain.CustomerProfile.Part;
import io.avid.customer.v1.CustomerCreated;
import io.avid.customer.v1.CustomerUpdated;
import io.avid.platform.store.Fact;
import java.util.Set;

/** Module customer's facts as event messages; they name customers and fields, never what is in them. */
public final class CustomerEvents implements CustomerFacts {
    @Override
    public Fact created(String customer) {
        return Fact.of(CustomerCreated.newBuilder().setCustomer(customer).build());
    }

    @Override
    public Fact updated(String customer, Set<Part> parts) {
        return Fact.of(CustomerUpdated.newBuilder()
                .setCustomer(customer)
                .addAllFields(parts.stream().map(Part::fieldName).toList())
                .build());
    }
}
