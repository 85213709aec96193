package io.avid.overview.client;

import io.avid.customer.v1.BatchGetCustomersRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.avid.customer.v1.GetCustomerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What overview asks of module customer. */
public final class Customers {
    private final CustomerServiceBlockingStub customers;
    private final PartDeadline deadline;

    public Customers(CustomerServiceBlockingStub customers, PartDeadline deadline) {
        this.customers = customers;
        this.deadline = deadline;
    }

    /** One customer; NOT_FOUND if the caller may not see it. */
    public Customer get(String name) {
        return deadline.on(customers).getCustomer(GetCustomerRequest.newBuilder().setName(name).build());
    }

    /** Those of the names that exist, by name. At most 1000 names. */
    public Map<String, Customer> byName(List<String> names) {
        var found = new HashMap<String, Customer>();
        if (!names.isEmpty()) {
            var request = BatchGetCustomersRequest.newBuilder().addAllNames(names).build();
            for (Customer customer : customers.batchGetCustomers(request).getCustomersList()) {
                found.put(customer.getName(), customer);
            }
        }
        return found;
    }
}
