package io.avid.payment.grpc;

import com.google.protobuf.Timestamp;
import io.avid.payment.domain.Card;
import io.avid.payment.domain.Decline;
import io.avid.payment.domain.Dispute;
import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.LinkState;
import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.Refund;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.SetupState;
import io.avid.payment.domain.Wallet;
import io.avid.payment.v1.CardSummary;
import io.avid.payment.v1.DisputeState;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentFailure;
import io.avid.payment.v1.PaymentLinkState;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentState;
import io.avid.payment.v1.RefundState;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.Principal;
import io.avid.platform.store.Stored;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Payments, refunds, cards and links as {@code avid.payment.v1} messages, as far as the reader may see them. */
final class PaymentMessages {
    private final OrganisationProfiles profiles;

    PaymentMessages(OrganisationProfiles profiles) {
        this.profiles = profiles;
    }

    Payment payment(Principal reader, Stored<io.avid.payment.domain.Payment> stored) {
        io.avid.payment.domain.Payment payment = stored.state();
        Payment.Builder message = Payment.newBuilder()
                .setName("payments/" + stored.id())
                .setCustomer(payment.order().customer())
                .setAmount(money(payment.order().amount()))
                .setState(switch (payment.state()) {
                    case PENDING -> PaymentState.PENDING;
                    case REQUIRES_ACTION -> PaymentState.REQUIRES_ACTION;
                    case SUCCEEDED -> PaymentState.SUCCEEDED;
                    case FAILED -> PaymentState.FAILED;
                    case CANCELLED -> PaymentState.CANCELLED;
                    case WITHDRAWN -> throw new IllegalStateException("a withdrawn payment is shown to nobody");
                })
                .setMethod(payment.order().method().orElse(""))
                .setReference(payment.order().reference())
                .setActionUrl(payment.actionUrl().orElse(""))
                .setRefunded(money(new Money(payment.refundedMinor(), payment.order().amount().currency())))
                .setStripePaymentIntent(reader.customer().isPresent() ? "" : payment.stripeId().orElse(""))
                .setPaidDate(date(stored.organisation(), payment.takenAt()))
                .setCreateTime(timestamp(stored.createTime()))
                .setUpdateTime(timestamp(stored.updateTime()))
                .setEtag(stored.etag())
                .setPaymentLink(payment.order().link().orElse(""));
        payment.decline().ifPresent(decline -> message.setFailure(failure(decline)));
        payment.card().ifPresent(card -> message.setCard(card(card)));
        if (reader.customer().isEmpty()) {
            payment.fee().ifPresent(fee -> message.setFee(money(fee)));
            payment.disputes().forEach(dispute -> message.addDisputes(dispute(stored.organisation(), payment, dispute)));
        }
        return message.build();
    }

    private io.avid.payment.v1.Dispute dispute(String organisation, io.avid.payment.domain.Payment payment, Dispute dispute) {
        DisputeReading known = dispute.known();
        var message = io.avid.payment.v1.Dispute.newBuilder()
                .setName("disputes/" + dispute.id())
                .setStripeDispute(known.stripeId())
                .setState(switch (known.state()) {
                    case INQUIRY -> DisputeState.DISPUTE_INQUIRY;
                    case NEEDS_RESPONSE -> DisputeState.DISPUTE_NEEDS_RESPONSE;
                    case UNDER_REVIEW -> DisputeState.DISPUTE_UNDER_REVIEW;
                    case WON -> DisputeState.DISPUTE_WON;
                    case LOST -> DisputeState.DISPUTE_LOST;
                    case INQUIRY_CLOSED -> DisputeState.DISPUTE_INQUIRY_CLOSED;
                })
                .setAmount(money(new Money(known.minor(), payment.order().amount().currency())))
                .setReason(known.reason())
                .setWithdrawnDate(date(organisation, known.withdrawnAt()))
                .setReinstatedDate(date(organisation, known.reinstatedAt()));
        known.evidenceDue().ifPresent(due -> message.setEvidenceDueTime(timestamp(due)));
        known.fee().ifPresent(fee -> message.setFee(money(fee)));
        known.feeReturned().ifPresent(fee -> message.setFeeReturned(money(fee)));
        return message.build();
    }

    io.avid.payment.v1.Refund refund(Principal reader, Stored<io.avid.payment.domain.Payment> stored, String id) {
        io.avid.payment.domain.Payment payment = stored.state();
        Refund refund = payment.refund(id).orElseThrow();
        return io.avid.payment.v1.Refund.newBuilder()
                .setName("refunds/" + id)
                .setPayment("payments/" + stored.id())
                .setCustomer(payment.order().customer())
                .setAmount(money(new Money(refund.minor(), payment.order().amount().currency())))
                .setState(switch (refund.state()) {
                    case PENDING -> RefundState.REFUND_PENDING;
                    case SUCCEEDED -> RefundState.REFUND_SUCCEEDED;
                    case FAILED -> RefundState.REFUND_FAILED;
                    case CANCELLED -> RefundState.REFUND_CANCELLED;
                })
                .setReason(refund.reason())
                .setFailure(refund.failure().orElse(""))
                .setStripeRefund(reader.customer().isPresent() ? "" : refund.stripeId().orElse(""))
                .setRefundDate(date(stored.organisation(), refund.madeAt()))
                .setCreateTime(timestamp(refund.createTime()))
                .setUpdateTime(timestamp(refund.updateTime()))
                .build();
    }

    PaymentMethod method(Wallet wallet, SavedMethod method) {
        return PaymentMethod.newBuilder()
                .setName("paymentMethods/" + method.id())
                .setCustomer(wallet.customer())
                .setCard(card(method.card()))
                .setPreferred(wallet.preferred().filter(method.id()::equals).isPresent())
                .setCreateTime(timestamp(method.savedAt()))
                .build();
    }

    io.avid.payment.v1.MethodSetup setup(Stored<MethodSetup> stored, String publishableKey) {
        MethodSetup setup = stored.state();
        io.avid.payment.v1.MethodSetup.Builder message = io.avid.payment.v1.MethodSetup.newBuilder()
                .setName("methodSetups/" + stored.id())
                .setCustomer(setup.customer())
                .setState(state(setup.state()))
                .setClientSecret(setup.clientSecret())
                .setPublishableKey(publishableKey)
                .setMethod(setup.method().map(id -> "paymentMethods/" + id).orElse(""))
                .setActionUrl(setup.actionUrl().orElse(""))
                .setStripeSetupIntent(setup.stripeId().orElse(""))
                .setCreateTime(timestamp(stored.createTime()));
        setup.decline().ifPresent(decline -> message.setFailure(failure(decline)));
        return message.build();
    }

    private static MethodSetupState state(SetupState state) {
        return switch (state) {
            case OPEN -> MethodSetupState.OPEN;
            case REQUIRES_AUTHENTICATION -> MethodSetupState.REQUIRES_AUTHENTICATION;
            case REFUSED -> MethodSetupState.SETUP_FAILED;
            case SAVED -> MethodSetupState.SAVED;
            case CANCELLED -> MethodSetupState.SETUP_CANCELLED;
        };
    }

    io.avid.payment.v1.PaymentLink link(Stored<PaymentLink> stored) {
        PaymentLink link = stored.state();
        return io.avid.payment.v1.PaymentLink.newBuilder()
                .setName("paymentLinks/" + stored.id())
                .setCustomer(link.customer())
                .setAmount(money(link.amount()))
                .setReference(link.reference())
                .setUrl(link.state() == LinkState.OPEN ? link.url().orElse("") : "")
                .setState(switch (link.state()) {
                    case PENDING -> PaymentLinkState.LINK_PENDING;
                    case OPEN -> PaymentLinkState.LINK_OPEN;
                    case EXPIRED -> PaymentLinkState.LINK_EXPIRED;
                    case PAID -> PaymentLinkState.LINK_PAID;
                })
                .setPayment(link.payment().map(id -> "payments/" + id).orElse(""))
                .setExpireTime(timestamp(link.expireTime()))
                .setCreateTime(timestamp(stored.createTime()))
                .build();
    }

    private static PaymentFailure failure(Decline decline) {
        return PaymentFailure.newBuilder()
                .setCode(decline.code())
                .setDeclineCode(decline.declineCode())
                .setMessage(decline.message())
                .setRetryable(decline.retryable())
                .build();
    }

    private static CardSummary card(Card card) {
        return CardSummary.newBuilder()
                .setBrand(card.brand())
                .setLast4(card.last4())
                .setExpiryMonth(card.expiryMonth())
                .setExpiryYear(card.expiryYear())
                .build();
    }

    static Money money(io.avid.platform.type.v1.Money message) {
        return new Money(message.getMinorUnits(), message.getCurrencyCode());
    }

    private static io.avid.platform.type.v1.Money money(Money money) {
        return io.avid.platform.type.v1.Money.newBuilder().setMinorUnits(money.minor()).setCurrencyCode(money.currency()).build();
    }

    private String date(String organisation, Optional<Instant> time) {
        return time.map(instant -> LocalDate.ofInstant(instant, profiles.of(organisation).zone()).toString()).orElse("");
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()).build();
    }
}
