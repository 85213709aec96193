package io.avid.statement.client;

import io.avid.customer.v1.Address;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.statement.process.StatementCustomers;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link StatementCustomers} by the stubs of module customer. */
public final class CustomerStubs implements StatementCustomers {
    private final Channel channel;

    public CustomerStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Addressee find(String customer) {
        Customer found = Calls.of(() -> CustomerServiceGrpc.newBlockingStub(channel)
                .getCustomer(GetCustomerRequest.newBuilder().setName(customer).build()));
        return new Addressee(found.getDisplayName(), lines(found.getAddress()),
                found.getExternalIdsCount() == 0 ? "" : found.getExternalIds(0).getValue());
    }

    private static List<String> lines(Address address) {
        List<String> lines = new ArrayList<>(address.getLinesList());
        lines.add((address.getPostalCode() + " " + address.getLocality()).strip());
        if (!address.getRegionCode().isEmpty()) {
            lines.add(Locale.of("", address.getRegionCode()).getDisplayCountry(Locale.ENGLISH));
        }
        lines.removeIf(String::isBlank);
        return lines;
    }
}
