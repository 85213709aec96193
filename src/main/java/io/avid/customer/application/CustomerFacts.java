package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile.Part;
import io.avid.platform.store.Fact;
import java.util.Set;

/** What this module publishes of customers. */
public interface CustomerFacts {
    /** A customer of that name was created. */
    Fact created(String customer);

    /** These parts of a customer were changed. */
    Fact updated(String customer, Set<Part> parts);
}
