package io.avid.onboarding.client;

import io.avid.customer.v1.Address;
import io.avid.customer.v1.BatchCreateCustomersRequest;
import io.avid.customer.v1.BatchCreateCustomersResponse;
import io.avid.customer.v1.CreateCustomerOutcome;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerKind;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.LookupCustomersRequest;
import io.avid.customer.v1.LookupCustomersResponse;
import io.avid.onboarding.process.CustomerDirectory;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.DerivedId;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link CustomerDirectory} by the stubs of module customer. */
public final class CustomerStubs implements CustomerDirectory {
    /** The system, in the customers' external ids, that receivables files come from. */
    static final String SYSTEM = "receivables";

    private static final String REQUEST_ID = "receivables/customer/";
    private static final String CREATE = CustomerServiceGrpc.getCreateCustomerMethod().getFullMethodName();

    private final Channel channel;

    public CustomerStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Map<String, FoundCustomer> find(Collection<String> externalIds) {
        LookupCustomersRequest.Builder request = LookupCustomersRequest.newBuilder();
        externalIds.forEach(id -> request.addExternalIds(externalId(id)));
        LookupCustomersResponse response = Calls.of(() ->
                CustomerServiceGrpc.newBlockingStub(channel).lookupCustomers(request.build()));
        Map<String, FoundCustomer> found = new HashMap<>();
        response.getCustomersList().forEach(customer -> put(found, customer));
        return found;
    }

    @Override
    public Map<String, FoundCustomer> create(List<NewCustomer> customers, String requestId) {
        BatchCreateCustomersRequest.Builder request = BatchCreateCustomersRequest.newBuilder().setRequestId(requestId);
        for (NewCustomer customer : customers) {
            Customer.Builder created = Customer.newBuilder()
                    .setKind(CustomerKind.ORGANISATION)
                    .setDisplayName(customer.displayName())
                    .addExternalIds(externalId(customer.externalId()));
            customer.country().ifPresent(country ->
                    created.setAddress(Address.newBuilder().setRegionCode(country)));
            request.addRequests(CreateCustomerRequest.newBuilder()
                    .setCustomer(created)
                    .setRequestId(REQUEST_ID + customer.externalId()));
        }
        BatchCreateCustomersResponse response;
        try {
            response = Calls.of(() ->
                    CustomerServiceGrpc.newBlockingStub(channel).batchCreateCustomers(request.build()));
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.ALREADY_EXISTS) {
                // Another import created one of them since we looked, from a file that names it otherwise: look again.
                throw Failure.of(FailureKind.ABORTED, failure.reason(), failure.getMessage(), failure.metadata(),
                        failure);
            }
            throw failure;
        }
        Map<String, FoundCustomer> found = new HashMap<>();
        List<CreateCustomerOutcome> outcomes = new ArrayList<>(response.getOutcomesList());
        for (int i = 0; i < customers.size(); i++) {
            CreateCustomerOutcome outcome = outcomes.get(i);
            Customer customer = outcome.hasCreated() ? outcome.getCreated() : outcome.getExisting();
            found.put(customers.get(i).externalId(), found(customer));
        }
        return found;
    }

    @Override
    public String nameToBe(String organisation, String externalId) {
        return "customers/" + DerivedId.of(organisation, CREATE, REQUEST_ID + externalId);
    }

    private static void put(Map<String, FoundCustomer> found, Customer customer) {
        for (ExternalId id : customer.getExternalIdsList()) {
            if (id.getSystem().equals(SYSTEM)) {
                found.put(id.getValue(), found(customer));
            }
        }
    }

    private static FoundCustomer found(Customer customer) {
        return new FoundCustomer(customer.getName(), Optional.of(customer.getBatchRequestId()).filter(batch -> !batch.isEmpty()));
    }

    private static ExternalId externalId(String value) {
        return ExternalId.newBuilder().setSystem(SYSTEM).setValue(value).build();
    }
}
