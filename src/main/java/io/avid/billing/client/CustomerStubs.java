package io.avid.billing.client;

import io.avid.billing.process.Customers;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.grpc.Channel;

/** {@link Customers} by module customer. */
public final class CustomerStubs implements Customers {
    private final Channel customers;

    public CustomerStubs(Channel customers) {
        this.customers = customers;
    }

    @Override
    public void requireThere(String customer) {
        Calls.of(() -> CustomerServiceGrpc.newBlockingStub(customers)
                .getCustomer(GetCustomerRequest.newBuilder().setName(customer).build()));
    }
}
