package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.avid.customer.v1.BatchGetCustomersRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.UpdateCustomerRequest;
import io.avid.document.v1.CreateDocumentRequest;
import io.avid.document.v1.CreateDownloadLinkRequest;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.document.v1.ListDocumentsRequest;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetCustomerOverviewRequest;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.avid.platform.option.v1.PermissionOuterClass;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.GetAccountRequest;
import io.avid.transaction.v1.GetTransactionRequest;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListOpenItemsRequest;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Walks every RPC that a customer's login may call: asked for its own it answers, asked for another
 * customer's it answers NOT_FOUND, or nothing where it lists. An RPC that is opened to customers and
 * has no row here fails the test.
 */
final class CallsOpenToCustomers {
    private final Channel staff;
    private final Channel login;
    private final String own;
    private final String other;

    /** One RPC: how it is called for a customer's resources, and what of the answer would betray them. */
    private record Call(BiFunction<Channel, Resources, Message> call, boolean lists) {}

    /** What there is of one customer. */
    private record Resources(String customer, String account, String transaction, String document) {}

    CallsOpenToCustomers(Channel staff, Channel login, String own, String other) {
        this.staff = staff;
        this.login = login;
        this.own = own;
        this.other = other;
    }

    void check() {
        Map<String, Call> calls = calls();
        assertThat(calls.keySet()).as("a row for every RPC that is open to customers").isEqualTo(openRpcs());
        Resources owned = resourcesOf(own);
        Resources others = resourcesOf(other);
        calls.forEach((rpc, call) -> {
            Message answer = call.call().apply(login, owned);
            assertThat(answer.toString()).as(rpc + " for its own").isNotEmpty();
            assertThat(mentions(answer, others)).as(rpc + " shows another customer's").isFalse();
            try {
                Message leaked = call.call().apply(login, others);
                assertThat(call.lists()).as(rpc + " answered for another customer: " + leaked).isTrue();
                assertThat(mentions(leaked, others)).as(rpc + " lists another customer's").isFalse();
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).as(rpc + ": " + e.getMessage()).isEqualTo(Status.Code.NOT_FOUND);
            }
        });
    }

    private static boolean mentions(Message answer, Resources resources) {
        String text = answer.toString();
        return text.contains(resources.customer()) || text.contains(resources.account())
                || text.contains(resources.transaction()) || text.contains(resources.document());
    }

    private Resources resourcesOf(String customer) {
        String account = TransactionServiceGrpc.newBlockingStub(staff)
                .listAccounts(ListAccountsRequest.newBuilder().setCustomer(customer).build()).getAccounts(0).getName();
        String transaction = TransactionServiceGrpc.newBlockingStub(staff)
                .listTransactions(ListTransactionsRequest.newBuilder().setFilter("customer = \"" + customer + "\"").build())
                .getTransactions(0).getName();
        String document = DocumentServiceGrpc.newBlockingStub(staff)
                .createDocument(CreateDocumentRequest.newBuilder()
                        .setFileName("letter.txt").setContentType("text/plain").setKind("letter").setCustomer(customer)
                        .setContent(ByteString.copyFromUtf8("to " + customer)).setRequestId("letter/" + customer).build())
                .getName();
        return new Resources(customer, account, transaction, document);
    }

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("avid.customer.v1.CustomerService/GetCustomer", one((c, r) -> CustomerServiceGrpc.newBlockingStub(c)
                .getCustomer(GetCustomerRequest.newBuilder().setName(r.customer()).build())));
        calls.put("avid.customer.v1.CustomerService/ListCustomers", list((c, r) -> CustomerServiceGrpc.newBlockingStub(c)
                .listCustomers(ListCustomersRequest.getDefaultInstance())));
        calls.put("avid.customer.v1.CustomerService/BatchGetCustomers", list((c, r) -> CustomerServiceGrpc.newBlockingStub(c)
                .batchGetCustomers(BatchGetCustomersRequest.newBuilder().addNames(r.customer()).build())));
        calls.put("avid.customer.v1.CustomerService/UpdateCustomer", one((c, r) -> CustomerServiceGrpc.newBlockingStub(c)
                .updateCustomer(UpdateCustomerRequest.newBuilder()
                        .setCustomer(Customer.newBuilder().setName(r.customer()).setPhone("+1 555 0100"))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("phone")).setRequestId("phone of " + r.customer()).build())));
        calls.put("avid.transaction.v1.TransactionService/GetTransaction", one((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .getTransaction(GetTransactionRequest.newBuilder().setName(r.transaction()).build())));
        calls.put("avid.transaction.v1.TransactionService/ListTransactions", list((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .listTransactions(ListTransactionsRequest.newBuilder().setFilter("customer = \"" + r.customer() + "\"").build())));
        calls.put("avid.transaction.v1.TransactionService/GetAccount", one((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .getAccount(GetAccountRequest.newBuilder().setName(r.account()).build())));
        calls.put("avid.transaction.v1.TransactionService/ListAccounts", one((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .listAccounts(ListAccountsRequest.newBuilder().setCustomer(r.customer()).build())));
        calls.put("avid.transaction.v1.TransactionService/ComputeAgeing", one((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .computeAgeing(ComputeAgeingRequest.newBuilder().setCustomer(r.customer()).setPerCustomer(true).build())));
        calls.put("avid.transaction.v1.TransactionService/ListOpenItems", one((c, r) -> TransactionServiceGrpc.newBlockingStub(c)
                .listOpenItems(ListOpenItemsRequest.newBuilder().setCustomer(r.customer()).build())));
        calls.put("avid.document.v1.DocumentService/GetDocument", one((c, r) -> DocumentServiceGrpc.newBlockingStub(c)
                .getDocument(GetDocumentRequest.newBuilder().setName(r.document()).build())));
        calls.put("avid.document.v1.DocumentService/ListDocuments", one((c, r) -> DocumentServiceGrpc.newBlockingStub(c)
                .listDocuments(ListDocumentsRequest.newBuilder().setCustomer(r.customer()).build())));
        calls.put("avid.document.v1.DocumentService/ReadDocument", one((c, r) -> first(DocumentServiceGrpc.newBlockingStub(c)
                .readDocument(ReadDocumentRequest.newBuilder().setName(r.document()).build()))));
        calls.put("avid.document.v1.DocumentService/CreateDownloadLink", one((c, r) -> DocumentServiceGrpc.newBlockingStub(c)
                .createDownloadLink(CreateDownloadLinkRequest.newBuilder().setName(r.document()).build())));
        calls.put("avid.overview.v1.OverviewService/GetAgeing", one((c, r) -> OverviewServiceGrpc.newBlockingStub(c)
                .getAgeing(GetAgeingRequest.newBuilder().setCustomer(r.customer()).setPerCustomer(true).build())));
        calls.put("avid.overview.v1.OverviewService/GetCustomerOverview", one((c, r) -> OverviewServiceGrpc.newBlockingStub(c)
                .getCustomerOverview(GetCustomerOverviewRequest.newBuilder().setName(r.customer()).build())));
        calls.put("avid.overview.v1.OverviewService/WatchCustomerOverview", one((c, r) -> firstOfStream(() ->
                OverviewServiceGrpc.newBlockingStub(c)
                        .watchCustomerOverview(WatchCustomerOverviewRequest.newBuilder().setName(r.customer()).build()))));
        return calls;
    }

    /** The first message of a stream that would go on; leaving its context ends it. */
    private static Message firstOfStream(Supplier<Iterator<? extends Message>> stream) {
        try (Context.CancellableContext reading = Context.current().withCancellation()) {
            Context before = reading.attach();
            try {
                return stream.get().next();
            } finally {
                reading.detach(before);
            }
        }
    }

    private static Message first(Iterator<? extends Message> answers) {
        return answers.next();
    }

    private static Call one(BiFunction<Channel, Resources, Message> call) {
        return new Call(call, false);
    }

    private static Call list(BiFunction<Channel, Resources, Message> call) {
        return new Call(call, true);
    }

    private static Set<String> openRpcs() {
        Set<String> open = new TreeSet<>();
        Stream.of(CustomerServiceGrpc.getServiceDescriptor(), TransactionServiceGrpc.getServiceDescriptor(),
                        DocumentServiceGrpc.getServiceDescriptor(),
                        io.avid.onboarding.v1.OnboardingServiceGrpc.getServiceDescriptor(),
                        OverviewServiceGrpc.getServiceDescriptor())
                .map(service -> ((ProtoServiceDescriptorSupplier) service.getSchemaDescriptor()).getServiceDescriptor())
                .forEach(service -> service.getMethods().stream()
                        .filter(method -> method.getOptions().getExtension(PermissionOuterClass.permission).getCustomer())
                        .forEach(method -> open.add(service.getFullName() + "/" + method.getName())));
        return open;
    }
}
