package io.avid.customer.grpc;

import com.google.protobuf.Message;
import io.avid.customer.application.FindCustomers;
import io.avid.customer.application.ListCustomers;
import io.avid.customer.application.OwnContact;
import io.avid.customer.application.RegisterCustomers;
import io.avid.customer.application.RegisterCustomers.Registration;
import io.avid.customer.application.ReviseCustomer;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.CustomerProfile.Part;
import io.avid.customer.v1.BatchCreateCustomersRequest;
import io.avid.customer.v1.BatchCreateCustomersResponse;
import io.avid.customer.v1.BatchGetCustomersRequest;
import io.avid.customer.v1.BatchGetCustomersResponse;
import io.avid.customer.v1.CreateCustomerOutcome;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.ListCustomersResponse;
import io.avid.customer.v1.LookupCustomersRequest;
import io.avid.customer.v1.LookupCustomersResponse;
import io.avid.customer.v1.UpdateCustomerRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.module.RequestRules;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code avid.customer.v1.CustomerService}: proto in, use case, proto out. */
public final class CustomerGrpc extends CustomerServiceImplBase {
    private final AggregateStore<CustomerProfile> customers;
    private final RegisterCustomers registerCustomers;
    private final ReviseCustomer reviseCustomer;
    private final FindCustomers findCustomers;
    private final ListCustomers listCustomers;
    private final PageTokens pageTokens;

    public CustomerGrpc(AggregateStore<CustomerProfile> customers, RegisterCustomers registerCustomers,
            ReviseCustomer reviseCustomer, FindCustomers findCustomers, ListCustomers listCustomers,
            PageTokens pageTokens) {
        this.customers = customers;
        this.registerCustomers = registerCustomers;
        this.reviseCustomer = reviseCustomer;
        this.findCustomers = findCustomers;
        this.listCustomers = listCustomers;
        this.pageTokens = pageTokens;
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> answer) {
        answer(answer, message(findCustomers.get(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void listCustomers(ListCustomersRequest request, StreamObserver<ListCustomersResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = CustomerServiceGrpc.getListCustomersMethod().getFullMethodName();
        String query = PageTokens.query(request);
        ListCustomers.Page page = listCustomers.list(principal, request.getQuery(), request.getPageSize(),
                pageTokens.decode(method, principal, query, request.getPageToken()));
        answer(answer, ListCustomersResponse.newBuilder()
                .addAllCustomers(messages(page.customers()))
                .setNextPageToken(page.next().map(next -> pageTokens.encode(method, principal, query, next)).orElse(""))
                .build());
    }

    @Override
    public void batchGetCustomers(BatchGetCustomersRequest request, StreamObserver<BatchGetCustomersResponse> answer) {
        answer(answer, BatchGetCustomersResponse.newBuilder()
                .addAllCustomers(messages(findCustomers.getAll(CurrentPrincipal.get(), request.getNamesList())))
                .build());
    }

    @Override
    public void lookupCustomers(LookupCustomersRequest request, StreamObserver<LookupCustomersResponse> answer) {
        answer(answer, LookupCustomersResponse.newBuilder()
                .addAllCustomers(messages(findCustomers.lookup(CurrentPrincipal.get(),
                        request.getExternalIdsList().stream().map(CustomerMessages::externalId).toList())))
                .build());
    }

    @Override
    public void createCustomer(CreateCustomerRequest request, StreamObserver<Customer> answer) {
        answer(answer, message(registerCustomers.register(CurrentPrincipal.get(), registration(request))));
    }

    @Override
    public void batchCreateCustomers(BatchCreateCustomersRequest request,
            StreamObserver<BatchCreateCustomersResponse> answer) {
        List<Registration> registrations = request.getRequestsList().stream().map(CustomerGrpc::registration)
                .map(one -> new Registration(one.profile().createdBy(request.getRequestId()), one.request())).toList();
        BatchCreateCustomersResponse.Builder response = BatchCreateCustomersResponse.newBuilder();
        for (RegisterCustomers.Outcome outcome : registerCustomers.registerAll(CurrentPrincipal.get(), registrations)) {
            Customer customer = message(outcome.customer());
            response.addOutcomes(outcome.created()
                    ? CreateCustomerOutcome.newBuilder().setCreated(customer)
                    : CreateCustomerOutcome.newBuilder().setExisting(customer));
        }
        answer(answer, response.build());
    }

    @Override
    public void updateCustomer(UpdateCustomerRequest request, StreamObserver<Customer> answer) {
        Principal principal = CurrentPrincipal.get();
        Customer given = request.getCustomer();
        Set<Part> parts = parts(request);
        OwnContact.check(principal, given.getName(), parts);
        CustomerProfile profile = CustomerMessages.profile(given);
        Stored<CustomerProfile> current = findCustomers.get(principal, given.getName());
        checkAsItWouldBe(current, current.state().revised(profile, parts));
        answer(answer, message(reviseCustomer.revise(principal, current.id(), given.getEtag(), profile, parts,
                identity(CustomerServiceGrpc.getUpdateCustomerMethod(), request))));
    }

    /** The proto's rules are for a whole customer; a request gives only what changes. */
    private void checkAsItWouldBe(Stored<CustomerProfile> current, CustomerProfile revised) {
        try {
            RequestRules.check(CustomerMessages.customer(customers.nameOf(current.id()), current, revised));
        } catch (Failure failure) {
            throw Failure.invalid(failure.fieldViolations().stream()
                    .map(wrong -> new FieldViolation("customer." + wrong.field(), wrong.description())).toList());
        }
    }

    private static Set<Part> parts(UpdateCustomerRequest request) {
        var parts = EnumSet.noneOf(Part.class);
        var wrong = new ArrayList<FieldViolation>();
        for (String path : request.getUpdateMask().getPathsList()) {
            Optional<Part> part = Part.of(path);
            part.ifPresentOrElse(parts::add, () -> wrong.add(new FieldViolation("update_mask",
                    "given " + path + ", expected fields of a customer that can be changed: " + changeable())));
        }
        if (parts.isEmpty() && wrong.isEmpty()) {
            wrong.add(new FieldViolation("update_mask", "is empty, expected at least one of " + changeable()));
        }
        if (!wrong.isEmpty()) {
            throw Failure.invalid(wrong);
        }
        return parts;
    }

    private static String changeable() {
        return String.join(", ", EnumSet.allOf(Part.class).stream().map(Part::fieldName).toList());
    }

    private static Registration registration(CreateCustomerRequest request) {
        return new Registration(CustomerMessages.profile(request.getCustomer()),
                identity(CustomerServiceGrpc.getCreateCustomerMethod(), request));
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private List<Customer> messages(List<Stored<CustomerProfile>> found) {
        return found.stream().map(this::message).toList();
    }

    private Customer message(Stored<CustomerProfile> customer) {
        return CustomerMessages.customer(customers.nameOf(customer.id()), customer);
    }

    private static <T> void answer(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
