package io.avid.cli;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.avid.billing.v1.BillingServiceGrpc.BillingServiceImplBase;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.billing.v1.SendPaymentLinkRequest;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.billing.v1.VoidInvoiceRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceImplBase;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentMethodsResponse;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListPaymentsResponse;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.ListRefundsResponse;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceImplBase;
import io.avid.payment.v1.Refund;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.ProcessStep;
import io.avid.platform.type.v1.Money;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.statement.v1.StatementServiceGrpc.StatementServiceImplBase;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The other side of the command line in its tests: it answers what a test told it to and notes what was
 * asked, so that what a command sends and how it reads the answers is seen; what Avid does with them is
 * proved where Avid is.
 */
final class BilledModules {
    final List<Message> asked = new ArrayList<>();
    final Map<String, Invoice> invoices = new LinkedHashMap<>();
    final Map<String, Payment> payments = new LinkedHashMap<>();
    final List<PaymentMethod> methods = new ArrayList<>();
    final Deque<Process> course = new ArrayDeque<>();
    private MethodSetupState setup = MethodSetupState.OPEN;
    private PaymentLink link = PaymentLink.getDefaultInstance();
    private Refund refund = Refund.getDefaultInstance();
    private Status refusal = Status.OK;
    private boolean processesHidden;

    static Money usd(long minorUnits) {
        return Money.newBuilder().setCurrencyCode("USD").setMinorUnits(minorUnits).build();
    }

    static Process process(ProcessState state, String message, Map<String, String> references, ProcessStep... steps) {
        return Process.newBuilder().setName("processes/billing-7").setType("collect-invoice").setState(state).setMessage(message)
                .putAllReferences(references).addAllSteps(List.of(steps)).setCreateTime(Timestamp.newBuilder().setSeconds(1_000)).build();
    }

    static Process failed(String reason, String message) {
        return process(ProcessState.FAILED, message, Map.of()).toBuilder().setReason(reason).build();
    }

    static ProcessStep step(String name, ProcessState state, String message) {
        return ProcessStep.newBuilder().setStep(name).setState(state).setMessage(message).setAttempt(1).build();
    }

    /** From now on a process runs like this: what its start answers, and each look at it; the last one stays. */
    BilledModules runs(Process... each) {
        course.clear();
        course.addAll(List.of(each));
        return this;
    }

    BilledModules has(Invoice invoice) {
        invoices.put(invoice.getName(), invoice);
        return this;
    }

    BilledModules has(Payment payment) {
        payments.put(payment.getName(), payment);
        return this;
    }

    BilledModules setupBecomes(MethodSetupState state) {
        setup = state;
        return this;
    }

    BilledModules linkIs(PaymentLink made) {
        link = made;
        return this;
    }

    BilledModules refundIs(Refund made) {
        refund = made;
        return this;
    }

    /** The login may not see processes. */
    BilledModules hidesProcesses() {
        processesHidden = true;
        return this;
    }

    /** Every start of a process is refused by this until it is OK again. */
    BilledModules refuses(Status status) {
        refusal = status;
        return this;
    }

    <M extends Message> List<M> asked(Class<M> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    BindableService[] services() {
        return new BindableService[] {new Billing(), new Customers(), new Invoices(), new Payments(), new Statements()};
    }

    private synchronized void start(Message request, StreamObserver<Process> answer) {
        asked.add(request);
        if (refusal.isOk()) {
            next(answer);
        } else {
            answer.onError(refusal.asRuntimeException());
        }
    }

    private synchronized void next(StreamObserver<Process> answer) {
        answer(course.size() > 1 ? course.poll() : course.peek(), answer);
    }

    private static <A> void answer(A value, StreamObserver<A> answer) {
        if (value == null) {
            answer.onError(Status.NOT_FOUND.withDescription("There is none of that name here.").asRuntimeException());
            return;
        }
        answer.onNext(value);
        answer.onCompleted();
    }

    private final class Billing extends BillingServiceImplBase {
        @Override
        public void raiseInvoice(RaiseInvoiceRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }

        @Override
        public void collectInvoice(CollectInvoiceRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }

        @Override
        public void refundPayment(RefundPaymentRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }

        @Override
        public void sendPaymentLink(SendPaymentLinkRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }

        @Override
        public void voidInvoice(VoidInvoiceRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }

        @Override
        public void startMethodSetup(StartMethodSetupRequest request, StreamObserver<MethodSetup> answer) {
            asked.add(request);
            answer(MethodSetup.newBuilder().setName("methodSetups/1").setCustomer(request.getCustomer()).setState(MethodSetupState.OPEN)
                    .setStripeSetupIntent("seti_1").setClientSecret("seti_1_secret_2").build(), answer);
        }

        @Override
        public void getProcess(GetProcessRequest request, StreamObserver<Process> answer) {
            if (processesHidden) {
                answer.onError(Status.PERMISSION_DENIED.asRuntimeException());
                return;
            }
            next(answer);
        }
    }

    /** There is customers/a alone. */
    private static final class Customers extends CustomerServiceImplBase {
        @Override
        public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> answer) {
            answer(request.getName().equals("customers/a") ? Customer.newBuilder().setName("customers/a").build() : null, answer);
        }
    }

    private final class Statements extends StatementServiceImplBase {
        @Override
        public void issueStatement(IssueStatementRequest request, StreamObserver<Process> answer) {
            start(request, answer);
        }
    }

    private final class Invoices extends InvoiceServiceImplBase {
        @Override
        public void getInvoice(GetInvoiceRequest request, StreamObserver<Invoice> answer) {
            answer(invoices.get(request.getName()), answer);
        }

        @Override
        public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> answer) {
            asked.add(request);
            var page = ListInvoicesResponse.newBuilder();
            invoices.values().stream().filter(invoice -> invoice.getNumber().startsWith(request.getNumber()))
                    .filter(invoice -> request.getSettlementValue() == 0 || invoice.getSettlement() == request.getSettlement())
                    .filter(invoice -> request.getStateValue() == 0 || invoice.getState() == request.getState()).forEach(page::addInvoices);
            answer(page.build(), answer);
        }

        @Override
        public void createInvoice(CreateInvoiceRequest request, StreamObserver<Invoice> answer) {
            asked.add(request);
            answer(request.getInvoice().toBuilder().setName("invoices/draft").setTotal(usd(340)).build(), answer);
        }
    }

    private final class Payments extends PaymentServiceImplBase {
        @Override
        public void getPayment(GetPaymentRequest request, StreamObserver<Payment> answer) {
            answer(payments.get(request.getName()), answer);
        }

        @Override
        public void listPayments(ListPaymentsRequest request, StreamObserver<ListPaymentsResponse> answer) {
            asked.add(request);
            answer(ListPaymentsResponse.newBuilder().addAllPayments(payments.values()).build(), answer);
        }

        @Override
        public void getMethodSetup(GetMethodSetupRequest request, StreamObserver<MethodSetup> answer) {
            answer(MethodSetup.newBuilder().setName(request.getName()).setState(setup).setMethod("paymentMethods/1")
                    .setActionUrl(setup == MethodSetupState.REQUIRES_AUTHENTICATION ? "http://bank.example/prove" : "").build(), answer);
        }

        @Override
        public void listPaymentMethods(ListPaymentMethodsRequest request, StreamObserver<ListPaymentMethodsResponse> answer) {
            answer(ListPaymentMethodsResponse.newBuilder().addAllMethods(methods).build(), answer);
        }

        @Override
        public void detachPaymentMethod(DetachPaymentMethodRequest request, StreamObserver<Empty> answer) {
            asked.add(request);
            answer(Empty.getDefaultInstance(), answer);
        }

        @Override
        public void listRefunds(ListRefundsRequest request, StreamObserver<ListRefundsResponse> answer) {
            answer(ListRefundsResponse.getDefaultInstance(), answer);
        }

        @Override
        public void getRefund(GetRefundRequest request, StreamObserver<Refund> answer) {
            answer(refund, answer);
        }

        @Override
        public void getPaymentLink(GetPaymentLinkRequest request, StreamObserver<PaymentLink> answer) {
            answer(link, answer);
        }
    }
}
