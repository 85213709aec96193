package io.avid.payment.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.avid.payment.application.CancelPayment;
import io.avid.payment.application.FindPayments;
import io.avid.payment.application.FindPayments.Entry;
import io.avid.payment.application.FindPayments.Listing;
import io.avid.payment.application.FindPayments.Page;
import io.avid.payment.application.KeepMethods;
import io.avid.payment.application.OfferLink;
import io.avid.payment.application.RefundPayment;
import io.avid.payment.application.SaveMethod;
import io.avid.payment.application.SweepStripe;
import io.avid.payment.application.TakePayment;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Sweep;
import io.avid.payment.domain.Wallet;
import io.avid.payment.stripe.StripeAccounts;
import io.avid.payment.v1.CancelPaymentRequest;
import io.avid.payment.v1.CancelPaymentRequest.PaymentReferenceCase;
import io.avid.payment.v1.CancelPaymentResponse;
import io.avid.payment.v1.CreatePaymentLinkRequest;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.CreateRefundRequest;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.payment.v1.ExpirePaymentLinkRequest;
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
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceImplBase;
import io.avid.payment.v1.PaymentState;
import io.avid.payment.v1.PreferPaymentMethodRequest;
import io.avid.payment.v1.Refund;
import io.avid.payment.v1.StartMethodSetupRequest;
import io.avid.payment.v1.SweepPaymentsRequest;
import io.avid.payment.v1.SweepPaymentsResponse;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.store.Stored;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** {@code avid.payment.v1.PaymentService}: proto in, use case, proto out. */
public final class PaymentGrpc extends PaymentServiceImplBase {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;

    private final UseCases useCases;
    private final StripeAccounts accounts;
    private final PaymentMessages messages;
    private final PageTokens pageTokens;

    /** What the service can do. */
    public record UseCases(SaveMethod saveMethod, KeepMethods keepMethods, TakePayment takePayment, CancelPayment cancelPayment,
            FindPayments findPayments, RefundPayment refundPayment, OfferLink offerLink, SweepStripe sweepStripe) {}

    public PaymentGrpc(UseCases useCases, StripeAccounts accounts, OrganisationProfiles profiles, PageTokens pageTokens) {
        this.useCases = useCases;
        this.accounts = accounts;
        this.messages = new PaymentMessages(profiles);
        this.pageTokens = pageTokens;
    }

    @Override
    public void startMethodSetup(StartMethodSetupRequest request, StreamObserver<MethodSetup> answer) {
        Principal principal = CurrentPrincipal.get();
        answer(answer, setup(useCases.saveMethod().start(principal, request.getCustomer(),
                identity(PaymentServiceGrpc.getStartMethodSetupMethod(), request))));
    }

    @Override
    public void getMethodSetup(GetMethodSetupRequest request, StreamObserver<MethodSetup> answer) {
        answer(answer, setup(useCases.saveMethod().get(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void listPaymentMethods(ListPaymentMethodsRequest request, StreamObserver<ListPaymentMethodsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = PaymentServiceGrpc.getListPaymentMethodsMethod().getFullMethodName();
        String query = PageTokens.query(request);
        // All of a customer's cards are one document; a page begins after the card that the one before ended with.
        Optional<String> after = pageTokens.decode(method, principal, query, request.getPageToken());
        Optional<Wallet> wallet = useCases.keepMethods().list(principal, request.getCustomer());
        List<SavedMethod> usable = wallet.map(Wallet::usable).orElse(List.of());
        int from = after.map(id -> usable.stream().map(SavedMethod::id).toList().indexOf(id) + 1).orElse(0);
        int to = Math.min(usable.size(), from + limit(request.getPageSize()));
        var response = ListPaymentMethodsResponse.newBuilder();
        usable.subList(from, to).forEach(saved -> response.addMethods(messages.method(wallet.orElseThrow(), saved)));
        if (to < usable.size()) {
            response.setNextPageToken(pageTokens.encode(method, principal, query, usable.get(to - 1).id()));
        }
        answer(answer, response.build());
    }

    @Override
    public void preferPaymentMethod(PreferPaymentMethodRequest request, StreamObserver<PaymentMethod> answer) {
        KeepMethods.Kept kept = useCases.keepMethods().prefer(CurrentPrincipal.get(), request.getName(),
                identity(PaymentServiceGrpc.getPreferPaymentMethodMethod(), request));
        answer(answer, messages.method(kept.wallet(), kept.method()));
    }

    @Override
    public void detachPaymentMethod(DetachPaymentMethodRequest request, StreamObserver<Empty> answer) {
        useCases.keepMethods().detach(CurrentPrincipal.get(), request.getName());
        answer(answer, Empty.getDefaultInstance());
    }

    @Override
    public void createPayment(CreatePaymentRequest request, StreamObserver<Payment> answer) {
        Principal principal = CurrentPrincipal.get();
        answer(answer, messages.payment(principal, useCases.takePayment().take(principal,
                new TakePayment.Asked(request.getCustomer(), PaymentMessages.money(request.getAmount()), given(request.getMethod()),
                        request.getReference(), request.getStatementText(), request.getCustomerPresent(), given(request.getReturnUrl())),
                identity(PaymentServiceGrpc.getCreatePaymentMethod(), request))));
    }

    @Override
    public void cancelPayment(CancelPaymentRequest request, StreamObserver<CancelPaymentResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        Optional<Stored<io.avid.payment.domain.Payment>> ended =
                request.getPaymentReferenceCase() == PaymentReferenceCase.NAME
                        ? Optional.of(useCases.cancelPayment().byName(principal, request.getName()))
                        : useCases.cancelPayment().byRequest(principal,
                                PaymentServiceGrpc.getCreatePaymentMethod().getFullMethodName(), request.getCreateRequestId(),
                                identity(PaymentServiceGrpc.getCancelPaymentMethod(), request));
        var response = CancelPaymentResponse.newBuilder();
        ended.ifPresent(payment -> response.setPayment(messages.payment(principal, payment)));
        answer(answer, response.build());
    }

    @Override
    public void getPayment(GetPaymentRequest request, StreamObserver<Payment> answer) {
        Principal principal = CurrentPrincipal.get();
        answer(answer, messages.payment(principal, useCases.findPayments().get(principal, request.getName())));
    }

    @Override
    public void listPayments(ListPaymentsRequest request, StreamObserver<ListPaymentsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = PaymentServiceGrpc.getListPaymentsMethod().getFullMethodName();
        String query = PageTokens.query(request);
        Optional<String> state = request.getState() == PaymentState.PAYMENT_STATE_UNSPECIFIED
                ? Optional.empty() : Optional.of(request.getState().name());
        Page page = useCases.findPayments().payments(principal, new Listing(given(request.getCustomer()), state,
                given(request.getReference()), Optional.empty(), request.getPageSize(),
                pageTokens.decode(method, principal, query, request.getPageToken())));
        answer(answer, ListPaymentsResponse.newBuilder()
                .addAllPayments(page.entries().stream().map(entry -> messages.payment(principal, entry.payment())).toList())
                .setNextPageToken(page.next().map(next -> pageTokens.encode(method, principal, query, next)).orElse(""))
                .setTotalSize(page.total())
                .build());
    }

    @Override
    public void createRefund(CreateRefundRequest request, StreamObserver<Refund> answer) {
        Principal principal = CurrentPrincipal.get();
        RequestIdentity identity = identity(PaymentServiceGrpc.getCreateRefundMethod(), request);
        answer(answer, messages.refund(principal, useCases.refundPayment().refund(principal, request.getPayment(),
                request.getAmountMinor(), request.getReason(), identity), identity.derivedId(principal.organisation())));
    }

    @Override
    public void getRefund(GetRefundRequest request, StreamObserver<Refund> answer) {
        Principal principal = CurrentPrincipal.get();
        Entry found = useCases.findPayments().refund(principal, request.getName());
        answer(answer, messages.refund(principal, found.payment(), found.id()));
    }

    @Override
    public void listRefunds(ListRefundsRequest request, StreamObserver<ListRefundsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = PaymentServiceGrpc.getListRefundsMethod().getFullMethodName();
        String query = PageTokens.query(request);
        Page page = useCases.findPayments().refunds(principal, new Listing(given(request.getCustomer()), Optional.empty(),
                Optional.empty(), given(request.getPayment()), request.getPageSize(),
                pageTokens.decode(method, principal, query, request.getPageToken())));
        answer(answer, ListRefundsResponse.newBuilder()
                .addAllRefunds(page.entries().stream().map(entry -> messages.refund(principal, entry.payment(), entry.id())).toList())
                .setNextPageToken(page.next().map(next -> pageTokens.encode(method, principal, query, next)).orElse(""))
                .build());
    }

    @Override
    public void createPaymentLink(CreatePaymentLinkRequest request, StreamObserver<PaymentLink> answer) {
        answer(answer, messages.link(useCases.offerLink().create(CurrentPrincipal.get(), request.getCustomer(),
                PaymentMessages.money(request.getAmount()), request.getReference(), request.getDescription(), request.getValidHours(),
                identity(PaymentServiceGrpc.getCreatePaymentLinkMethod(), request))));
    }

    @Override
    public void getPaymentLink(GetPaymentLinkRequest request, StreamObserver<PaymentLink> answer) {
        answer(answer, messages.link(useCases.offerLink().get(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void expirePaymentLink(ExpirePaymentLinkRequest request, StreamObserver<PaymentLink> answer) {
        answer(answer, messages.link(useCases.offerLink().expire(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void sweepPayments(SweepPaymentsRequest request, StreamObserver<SweepPaymentsResponse> answer) {
        Sweep swept = useCases.sweepStripe().sweep(CurrentPrincipal.get(), identity(PaymentServiceGrpc.getSweepPaymentsMethod(), request));
        answer(answer, SweepPaymentsResponse.newBuilder().setEvents(swept.events()).setChanged(swept.changed()).build());
    }

    private MethodSetup setup(Stored<io.avid.payment.domain.MethodSetup> setup) {
        return messages.setup(setup, accounts.publishableKey(setup.organisation()));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int limit(int pageSize) {
        return pageSize == 0 ? PAGE_SIZE_DEFAULT : Math.min(pageSize, PAGE_SIZE_MAX);
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private static <T> void answer(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
