package io.avid.overview.application;

import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ListDocumentsRequest;
import io.avid.document.v1.ListDocumentsResponse;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Documents;
import io.avid.overview.client.Invoices;
import io.avid.overview.client.PartDeadline;
import io.avid.overview.client.Payments;
import io.avid.overview.client.Transactions;
import io.avid.overview.store.CustomerIndex;
import io.avid.overview.store.IndexCollection;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.store.ResourceOwners;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentMethodsResponse;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListPaymentsResponse;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.Ageing;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.ComputeAgeingResponse;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListAccountsResponse;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.ListTransactionsResponse;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** One customer as the core services publish it over gRPC, each of which can be down, hang or refuse. */
final class ServedCustomer implements AutoCloseable {
    static final String ANNA = "customers/anna";

    /** What the account is owed; each look at a page shows the present value. */
    final AtomicLong owedMinor = new AtomicLong(500);

    /** Moves with other customers' postings too. */
    final AtomicLong journalPosition = new AtomicLong(1);

    /** Short names of services, "Invoice" for InvoiceService, that do not answer UNAVAILABLE, never, or PERMISSION_DENIED. */
    final Set<String> down = ConcurrentHashMap.newKeySet();
    final Set<String> hanging = ConcurrentHashMap.newKeySet();
    final Set<String> refusing = ConcurrentHashMap.newKeySet();
    final AtomicLong pages = new AtomicLong();

    final CustomerIndex customerIndex;
    final ProcessIndex processIndex;
    final ShowCustomer showCustomer;
    private final Server server;
    private final ManagedChannel channel;

    ServedCustomer(ModuleDatabase database, long partMillis) throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(new Outages())
                .addService(new KeptCustomers()).addService(new KeptTransactions()).addService(new KeptInvoices())
                .addService(new KeptDocuments()).addService(new KeptPayments())
                .build().start();
        channel = InProcessChannelBuilder.forName(name).build();
        var index = new IndexCollection(database);
        customerIndex = new CustomerIndex(index);
        processIndex = new ProcessIndex(index, new ResourceOwners(index));
        var deadline = new PartDeadline(partMillis);
        showCustomer = new ShowCustomer(
                new Customers(CustomerServiceGrpc.newBlockingStub(channel), deadline),
                new Transactions(TransactionServiceGrpc.newBlockingStub(channel), deadline),
                new Invoices(InvoiceServiceGrpc.newBlockingStub(channel), deadline),
                new Documents(DocumentServiceGrpc.newBlockingStub(channel), deadline),
                new Payments(PaymentServiceGrpc.newBlockingStub(channel), deadline),
                new RunningProcesses(processIndex));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private static Money usd(long minor) {
        return Money.newBuilder().setCurrencyCode("USD").setMinorUnits(minor).build();
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }

    private final class Outages implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String service = call.getMethodDescriptor().getServiceName();
            String shortName = service.substring(service.lastIndexOf('.') + 1).replace("Service", "");
            if (hanging.contains(shortName)) {
                return new ServerCall.Listener<>() {};
            }
            if (down.contains(shortName) || refusing.contains(shortName)) {
                call.close(down.contains(shortName) ? Status.UNAVAILABLE : Status.PERMISSION_DENIED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    private final class KeptCustomers extends CustomerServiceGrpc.CustomerServiceImplBase {
        @Override
        public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> answer) {
            pages.incrementAndGet();
            if (request.getName().equals(ANNA)) {
                answer(answer, Customer.newBuilder().setName(ANNA).setDisplayName("Lighthouse Books").build());
            } else {
                answer.onError(Failures.toStatus(Failure.notFound(request.getName())));
            }
        }
    }

    private final class KeptTransactions extends TransactionServiceGrpc.TransactionServiceImplBase {
        @Override
        public void listAccounts(ListAccountsRequest request, StreamObserver<ListAccountsResponse> answer) {
            answer(answer, ListAccountsResponse.newBuilder().addAccounts(Account.newBuilder()
                    .setName("accounts/usd").setCurrencyCode("USD").setBalance(usd(owedMinor.get()))
                    .setPosition(journalPosition.get())).build());
        }

        @Override
        public void computeAgeing(ComputeAgeingRequest request, StreamObserver<ComputeAgeingResponse> answer) {
            answer(answer, ComputeAgeingResponse.newBuilder().setAgeing(Ageing.newBuilder()
                    .setCurrencyCode(request.getCurrencyCode()).setTotalMinor(owedMinor.get())).build());
        }

        @Override
        public void listTransactions(ListTransactionsRequest request, StreamObserver<ListTransactionsResponse> answer) {
            answer(answer, ListTransactionsResponse.newBuilder()
                    .addTransactions(Transaction.newBuilder().setName("transactions/1")).build());
        }
    }

    private static final class KeptInvoices extends InvoiceServiceGrpc.InvoiceServiceImplBase {
        @Override
        public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> answer) {
            answer(answer, ListInvoicesResponse.newBuilder().addInvoices(Invoice.newBuilder().setName("invoices/1")
                    .setCustomer(request.getCustomer()).setTotal(usd(500))
                    .addLines(InvoiceLine.newBuilder().setDescription("A line"))).build());
        }
    }

    private static final class KeptDocuments extends DocumentServiceGrpc.DocumentServiceImplBase {
        @Override
        public void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> answer) {
            answer(answer, ListDocumentsResponse.newBuilder()
                    .addDocuments(Document.newBuilder().setName("documents/1").setCustomer(request.getCustomer())).build());
        }
    }

    private static final class KeptPayments extends PaymentServiceGrpc.PaymentServiceImplBase {
        @Override
        public void listPayments(ListPaymentsRequest request, StreamObserver<ListPaymentsResponse> answer) {
            answer(answer, ListPaymentsResponse.newBuilder()
                    .addPayments(Payment.newBuilder().setName("payments/1").setCustomer(request.getCustomer())).build());
        }

        @Override
        public void listPaymentMethods(ListPaymentMethodsRequest request, StreamObserver<ListPaymentMethodsResponse> answer) {
            answer(answer, ListPaymentMethodsResponse.newBuilder()
                    .addMethods(PaymentMethod.newBuilder().setName("paymentMethods/1").setCustomer(request.getCustomer())).build());
        }
    }
}
