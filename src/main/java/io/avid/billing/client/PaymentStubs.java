package io.avid.billing.client;

import io.avid.billing.process.Payments;
import io.avid.payment.v1.CancelPaymentRequest;
import io.avid.payment.v1.CreatePaymentLinkRequest;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.CreateRefundRequest;
import io.avid.payment.v1.ExpirePaymentLinkRequest;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import io.avid.payment.v1.StartMethodSetupRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.type.v1.Money;
import io.grpc.Channel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** {@link Payments} by the stubs of module payment. */
public final class PaymentStubs implements Payments {
    private final Channel channel;

    public PaymentStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Payment take(Order order, String requestId) {
        return payment(Calls.of(() -> stub().createPayment(CreatePaymentRequest.newBuilder()
                .setCustomer(order.customer())
                .setAmount(money(order.amount()))
                .setMethod(order.method())
                .setReference(order.reference())
                .setCustomerPresent(order.customerPresent())
                .setReturnUrl(order.returnUrl())
                .setRequestId(requestId)
                .build())));
    }

    /** Begins the saving of a customer's card. */
    public MethodSetup startSetup(String customer, String requestId) {
        return Calls.of(() -> stub().startMethodSetup(
                StartMethodSetupRequest.newBuilder().setCustomer(customer).setRequestId(requestId).build()));
    }

    @Override
    public Payment get(String payment) {
        return payment(Calls.of(() -> stub().getPayment(GetPaymentRequest.newBuilder().setName(payment).build())));
    }

    @Override
    public boolean cancel(String payment, String requestId) {
        return tooLate("PAYMENT_STATE_UNFIT", () -> stub().cancelPayment(
                CancelPaymentRequest.newBuilder().setName(payment).setRequestId(requestId).build())).isEmpty();
    }

    @Override
    public Optional<String> cancelRequest(String takeRequestId, String requestId) {
        return tooLate("PAYMENT_STATE_UNFIT", () -> stub().cancelPayment(
                CancelPaymentRequest.newBuilder().setCreateRequestId(takeRequestId).setRequestId(requestId).build()))
                .map(failure -> Optional.ofNullable(failure.metadata().get("payment")).orElseThrow(() ->
                        new IllegalStateException("Module payment does not say for which payment it is too late")));
    }

    @Override
    public Refund giveBack(String payment, long amountMinor, String reason, String requestId) {
        var request = CreateRefundRequest.newBuilder().setPayment(payment).setReason(reason).setRequestId(requestId);
        if (amountMinor > 0) {
            request.setAmountMinor(amountMinor);
        }
        return refund(Calls.of(() -> stub().createRefund(request.build())));
    }

    @Override
    public Refund getRefund(String refund) {
        return refund(Calls.of(() -> stub().getRefund(GetRefundRequest.newBuilder().setName(refund).build())));
    }

    @Override
    public Dispute getDispute(String payment, String dispute) {
        var found = Calls.of(() -> stub().getPayment(GetPaymentRequest.newBuilder().setName(payment).build()));
        return found.getDisputesList().stream().filter(one -> one.getName().equals(dispute)).findFirst()
                .map(one -> dispute(found, one)).orElseThrow(() -> Failure.notFound(dispute));
    }

    @Override
    public Link offerLink(String customer, Amount amount, String reference, String description, int validHours,
            String requestId) {
        return link(Calls.of(() -> stub().createPaymentLink(CreatePaymentLinkRequest.newBuilder()
                .setCustomer(customer)
                .setAmount(money(amount))
                .setReference(reference)
                .setDescription(description)
                .setValidHours(validHours)
                .setRequestId(requestId)
                .build())));
    }

    @Override
    public Link getLink(String link) {
        return link(Calls.of(() -> stub().getPaymentLink(GetPaymentLinkRequest.newBuilder().setName(link).build())));
    }

    @Override
    public boolean withdrawLink(String link, String requestId) {
        return tooLate("LINK_STATE_UNFIT", () -> stub().expirePaymentLink(
                ExpirePaymentLinkRequest.newBuilder().setName(link).setRequestId(requestId).build())).isEmpty();
    }

    /** The refusal that says that it is too late for it, if it is. */
    private static Optional<Failure> tooLate(String reason, Runnable call) {
        try {
            Calls.of(() -> {
                call.run();
                return true;
            });
            return Optional.empty();
        } catch (Failure failure) {
            if (failure.reason().equals(reason)) {
                return Optional.of(failure);
            }
            throw failure;
        }
    }

    private PaymentServiceBlockingStub stub() {
        return PaymentServiceGrpc.newBlockingStub(channel);
    }

    private static Payment payment(io.avid.payment.v1.Payment payment) {
        return new Payment(payment.getName(),
                switch (payment.getState()) {
                    case PENDING -> State.PENDING;
                    case REQUIRES_ACTION -> State.REQUIRES_ACTION;
                    case SUCCEEDED -> State.SUCCEEDED;
                    case FAILED -> State.FAILED;
                    case CANCELLED -> State.CANCELLED;
                    case PAYMENT_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknownState(payment.getName());
                },
                payment.getCustomer(), amount(payment.getAmount()), payment.getReference(),
                payment.hasFee() ? Optional.of(amount(payment.getFee())) : Optional.empty(), day(payment.getPaidDate()),
                payment.hasFailure()
                        ? Optional.of(new Decline(payment.getFailure().getCode(), payment.getFailure().getDeclineCode(),
                                payment.getFailure().getMessage()))
                        : Optional.empty());
    }

    private static Refund refund(io.avid.payment.v1.Refund refund) {
        return new Refund(refund.getName(), refund.getPayment(), refund.getCustomer(), amount(refund.getAmount()),
                switch (refund.getState()) {
                    case REFUND_PENDING -> RefundState.PENDING;
                    case REFUND_SUCCEEDED -> RefundState.SUCCEEDED;
                    case REFUND_FAILED, REFUND_CANCELLED -> RefundState.FAILED;
                    case REFUND_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknownState(refund.getName());
                },
                day(refund.getRefundDate()), refund.getFailure());
    }

    private static Dispute dispute(io.avid.payment.v1.Payment payment, io.avid.payment.v1.Dispute dispute) {
        return new Dispute(dispute.getName(), payment.getName(), payment.getCustomer(),
                switch (dispute.getState()) {
                    case DISPUTE_INQUIRY -> DisputeState.INQUIRY;
                    case DISPUTE_NEEDS_RESPONSE -> DisputeState.NEEDS_RESPONSE;
                    case DISPUTE_UNDER_REVIEW -> DisputeState.UNDER_REVIEW;
                    case DISPUTE_WON -> DisputeState.WON;
                    case DISPUTE_LOST -> DisputeState.LOST;
                    case DISPUTE_INQUIRY_CLOSED -> DisputeState.INQUIRY_CLOSED;
                    case DISPUTE_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknownState(dispute.getName());
                },
                amount(dispute.getAmount()), day(dispute.getWithdrawnDate()),
                dispute.hasFee() ? Optional.of(amount(dispute.getFee())) : Optional.empty(), day(dispute.getReinstatedDate()),
                dispute.hasFeeReturned() ? Optional.of(amount(dispute.getFeeReturned())) : Optional.empty(),
                dispute.hasEvidenceDueTime() ? Optional.of(Instant.ofEpochSecond(dispute.getEvidenceDueTime().getSeconds()))
                        : Optional.empty());
    }

    private static Link link(PaymentLink link) {
        return new Link(link.getName(),
                switch (link.getState()) {
                    case LINK_PENDING -> LinkState.PENDING;
                    case LINK_OPEN -> LinkState.OPEN;
                    case LINK_PAID -> LinkState.PAID;
                    case LINK_EXPIRED -> LinkState.EXPIRED;
                    case PAYMENT_LINK_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknownState(link.getName());
                },
                link.getPayment(), Instant.ofEpochSecond(link.getExpireTime().getSeconds(), link.getExpireTime().getNanos()));
    }

    private static IllegalStateException unknownState(String name) {
        return new IllegalStateException(name + " has a state that this version does not know");
    }

    private static Amount amount(Money money) {
        return new Amount(money.getCurrencyCode(), money.getMinorUnits());
    }

    private static Money money(Amount amount) {
        return Money.newBuilder().setCurrencyCode(amount.currencyCode()).setMinorUnits(amount.minor()).build();
    }

    private static Optional<LocalDate> day(String given) {
        return given.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(given));
    }
}
