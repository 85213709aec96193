package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;

/** Customers found by words or listed by display name, as far as the caller may see them. */
public final class ListCustomers {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;

    private final AggregateStore<CustomerProfile> customers;
    private final CustomerSearch search;

    public ListCustomers(AggregateStore<CustomerProfile> customers, CustomerSearch search) {
        this.customers = customers;
        this.search = search;
    }

    /** A page, and where the next one begins. */
    public record Page(List<Stored<CustomerProfile>> customers, Optional<String> next) {
        public Page {
            customers = List.copyOf(customers);
        }
    }

    /**
     * One page.
     *
     * @param words what to find; empty lists all
     * @param pageSize how many at most; 0 means the default
     * @param position where the page before ended
     */
    public Page list(Principal principal, String words, int pageSize, Optional<String> position) {
        int limit = pageSize == 0 ? PAGE_SIZE_DEFAULT : Math.min(pageSize, PAGE_SIZE_MAX);
        CustomerSearch.Found found = search.search(new CustomerSearch.Query(principal.organisation(),
                principal.customer().map(customers::idOf), words.strip(), limit, position));
        return new Page(customers.getAll(principal.organisation(), found.ids()), found.next());
    }
}
