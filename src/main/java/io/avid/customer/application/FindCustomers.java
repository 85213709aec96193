package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.ExternalId;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Customers by name or external id, as far as the caller may see them. */
public final class FindCustomers {
    private final AggregateStore<CustomerProfile> customers;

    public FindCustomers(AggregateStore<CustomerProfile> customers) {
        this.customers = customers;
    }

    /**
     * One by name.
     *
     * @throws Failure NOT_FOUND, also where the caller may not see it
     */
    public Stored<CustomerProfile> get(Principal principal, String name) {
        if (!principal.sees(name)) {
            throw Failure.notFound(name);
        }
        return customers.get(principal.organisation(), customers.idOf(name));
    }

    /** Those of these names that the caller may see, in that order. */
    public List<Stored<CustomerProfile>> getAll(Principal principal, Collection<String> names) {
        List<String> ids = names.stream().filter(principal::sees).filter(this::isCustomerName)
                .map(customers::idOf).toList();
        return customers.getAll(principal.organisation(), ids);
    }

    /** Those that have one of these external ids, in that order, each once. */
    public List<Stored<CustomerProfile>> lookup(Principal principal, Collection<ExternalId> externalIds) {
        Map<String, Stored<CustomerProfile>> found = new LinkedHashMap<>();
        customers.findByKeys(principal.organisation(), ExternalIdTaken.keys(externalIds)).values().forEach(customer -> {
            if (principal.sees(customers.nameOf(customer.id()))) {
                found.putIfAbsent(customer.id(), customer);
            }
        });
        return List.copyOf(found.values());
    }

    /** A name that no customer can have is one of those that do not exist. */
    private boolean isCustomerName(String name) {
        String prefix = customers.nameOf("");
        return name.startsWith(prefix) && name.length() > prefix.length() && name.indexOf('/', prefix.length()) < 0;
    }
}
