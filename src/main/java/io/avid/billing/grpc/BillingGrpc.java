package io.avid.billing.grpc;

import com.google.protobuf.Message;
import io.avid.billing.application.RaiseInvoice;
import io.avid.billing.application.RefundPayment;
import io.avid.billing.application.SaveMethodOfCustomer;
import io.avid.billing.application.ShowProcess;
import io.avid.billing.application.StartForInvoice;
import io.avid.billing.client.InvoiceStubs;
import io.avid.billing.client.PaymentStubs;
import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.BillingServiceGrpc.BillingServiceImplBase;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.billing.v1.SendPaymentLinkRequest;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.billing.v1.VoidInvoiceRequest;
import io.avid.payment.v1.MethodSetup;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessCalls;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessMessages;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** {@code avid.billing.v1.BillingService}: proto in, use case, proto out. */
public final class BillingGrpc extends BillingServiceImplBase {
    private final InvoiceStubs invoices;
    private final PaymentStubs payments;
    private final RaiseInvoice raiseInvoice;
    private final StartForInvoice startForInvoice;
    private final RefundPayment refundPayment;
    private final SaveMethodOfCustomer saveMethod;
    private final ShowProcess showProcess;
    private final ProcessCalls calls;

    /**
     * @param invoices makes drafts of the invoices that come in a request
     * @param payments begins the saving of cards
     */
    public BillingGrpc(InvoiceStubs invoices, PaymentStubs payments, RaiseInvoice raiseInvoice, StartForInvoice startForInvoice,
            RefundPayment refundPayment, SaveMethodOfCustomer saveMethod, ProcessEngine processes) {
        this.invoices = invoices;
        this.payments = payments;
        this.saveMethod = saveMethod;
        this.raiseInvoice = raiseInvoice;
        this.startForInvoice = startForInvoice;
        this.refundPayment = refundPayment;
        this.showProcess = new ShowProcess(processes);
        this.calls = new ProcessCalls(processes, BillingServiceGrpc.getServiceDescriptor());
    }

    @Override
    public void raiseInvoice(RaiseInvoiceRequest request, StreamObserver<Process> answer) {
        answer(answer, raiseInvoice.start(CurrentPrincipal.get(),
                request.hasDraft() ? Optional.empty() : Optional.of(request.getInvoice().getCustomer()),
                draftRequest -> request.hasDraft() ? request.getDraft() : invoices.draft(request.getInvoice(), draftRequest),
                request.getLocale(), identity(BillingServiceGrpc.getRaiseInvoiceMethod(), request)));
    }

    @Override
    public void startMethodSetup(StartMethodSetupRequest request, StreamObserver<MethodSetup> answer) {
        MethodSetup setup = saveMethod.begin(CurrentPrincipal.get(), request.getCustomer(),
                identity(BillingServiceGrpc.getStartMethodSetupMethod(), request),
                setupRequest -> payments.startSetup(request.getCustomer(), setupRequest));
        answer.onNext(setup);
        answer.onCompleted();
    }

    @Override
    public void collectInvoice(CollectInvoiceRequest request, StreamObserver<Process> answer) {
        answer(answer, startForInvoice.collect(CurrentPrincipal.get(), request.getInvoice(), request.getMethod(),
                request.getAmountMinor(), request.getCustomerPresent(), request.getReturnUrl(),
                identity(BillingServiceGrpc.getCollectInvoiceMethod(), request)));
    }

    @Override
    public void refundPayment(RefundPaymentRequest request, StreamObserver<Process> answer) {
        answer(answer, refundPayment.start(CurrentPrincipal.get(), request.getPayment(), request.getAmountMinor(),
                request.getReason(), request.getCreditInvoice(),
                identity(BillingServiceGrpc.getRefundPaymentMethod(), request)));
    }

    @Override
    public void sendPaymentLink(SendPaymentLinkRequest request, StreamObserver<Process> answer) {
        answer(answer, startForInvoice.sendLink(CurrentPrincipal.get(), request.getInvoice(), request.getValidHours(),
                identity(BillingServiceGrpc.getSendPaymentLinkMethod(), request)));
    }

    @Override
    public void voidInvoice(VoidInvoiceRequest request, StreamObserver<Process> answer) {
        answer(answer, startForInvoice.withdraw(CurrentPrincipal.get(), request.getInvoice(), request.getReason(),
                identity(BillingServiceGrpc.getVoidInvoiceMethod(), request)));
    }

    @Override
    public void getProcess(GetProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, showProcess.show(CurrentPrincipal.get(), request.getName()));
    }

    @Override
    public void retryProcess(RetryProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, calls.retry(request));
    }

    @Override
    public void cancelProcess(CancelProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, calls.cancel(request));
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private static void answer(StreamObserver<Process> observer, ProcessSnapshot process) {
        answer(observer, ProcessMessages.of(process));
    }

    private static void answer(StreamObserver<Process> observer, Process process) {
        observer.onNext(process);
        observer.onCompleted();
    }
}
