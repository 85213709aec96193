package io.avid.payment.stripe;

import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.model.StripeError;
import com.stripe.model.checkout.Session;
import io.avid.payment.domain.Card;
import io.avid.payment.domain.Decline;
import io.avid.payment.domain.DeclineCodePolicy;
import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.DisputeState;
import io.avid.payment.domain.LinkReading;
import io.avid.payment.domain.LinkState;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.domain.PaymentReading.Progress;
import io.avid.payment.domain.RefundReading;
import io.avid.payment.domain.RefundState;
import io.avid.payment.domain.SetupReading;
import io.avid.payment.domain.SetupState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Stripe's objects in Avid's words. */
final class StripeReadings {
    private StripeReadings() {}

    static PaymentReading payment(PaymentIntent intent) {
        Optional<Charge> charge = Optional.ofNullable(intent.getLatestChargeObject());
        Progress progress = progress(intent);
        boolean taken = progress == Progress.SUCCEEDED;
        return new PaymentReading(intent.getId(), progress,
                StripeAmounts.fromStripe(intent.getAmount(), intent.getCurrency()),
                Optional.ofNullable(intent.getLastPaymentError()).map(StripeReadings::decline),
                Optional.ofNullable(intent.getNextAction()).map(PaymentIntent.NextAction::getRedirectToUrl)
                        .map(PaymentIntent.NextAction.RedirectToUrl::getUrl),
                charge.map(Charge::getPaymentMethodDetails).map(Charge.PaymentMethodDetails::getCard).flatMap(StripeReadings::card),
                taken ? charge.map(Charge::getBalanceTransactionObject)
                        .map(movement -> StripeAmounts.fromStripe(movement.getFee(), movement.getCurrency())) : Optional.<Money>empty(),
                taken ? charge.map(Charge::getCreated).map(Instant::ofEpochSecond) : Optional.<Instant>empty(),
                charge.map(Charge::getAmountRefunded).map(amount -> StripeAmounts.fromStripe(amount, intent.getCurrency()).minor()).orElse(0L),
                charge.map(Charge::getDisputed).orElse(false),
                labels(intent.getMetadata()));
    }

    private static Progress progress(PaymentIntent intent) {
        return switch (intent.getStatus()) {
            case "succeeded" -> Progress.SUCCEEDED;
            case "canceled" -> Progress.CANCELLED;
            case "requires_action" -> Progress.ACTION_REQUIRED;
            case "requires_payment_method" -> intent.getLastPaymentError() == null ? Progress.UNCONFIRMED : Progress.DECLINED;
            case "requires_confirmation" -> Progress.UNCONFIRMED;
            // Whatever else there may be, a bank is at it; asking again later tells the end.
            default -> Progress.PROCESSING;
        };
    }

    static RefundReading refund(Refund refund) {
        return new RefundReading(refund.getId(),
                StripeLabels.refund(labels(refund.getMetadata())).map(name -> name.substring(name.indexOf('/') + 1)),
                switch (refund.getStatus()) {
                    case "succeeded" -> RefundState.SUCCEEDED;
                    case "failed" -> RefundState.FAILED;
                    case "canceled" -> RefundState.CANCELLED;
                    default -> RefundState.PENDING;
                },
                StripeAmounts.fromStripe(refund.getAmount(), refund.getCurrency()).minor(),
                Optional.ofNullable(refund.getFailureReason()),
                Instant.ofEpochSecond(refund.getCreated()));
    }

    static DisputeReading dispute(Dispute dispute) {
        List<BalanceTransaction> movements = Optional.ofNullable(dispute.getBalanceTransactions()).orElse(List.of());
        return new DisputeReading(dispute.getId(),
                switch (dispute.getStatus()) {
                    case "warning_needs_response", "warning_under_review" -> DisputeState.INQUIRY;
                    case "warning_closed", "prevented" -> DisputeState.INQUIRY_CLOSED;
                    case "needs_response" -> DisputeState.NEEDS_RESPONSE;
                    case "won" -> DisputeState.WON;
                    case "lost" -> DisputeState.LOST;
                    // Whatever else there may be, the bank is at it.
                    default -> DisputeState.UNDER_REVIEW;
                },
                StripeAmounts.fromStripe(dispute.getAmount(), dispute.getCurrency()).minor(), dispute.getReason(),
                Optional.ofNullable(dispute.getEvidenceDetails()).map(Dispute.EvidenceDetails::getDueBy).filter(due -> due > 0)
                        .map(Instant::ofEpochSecond),
                moved(movements, movement -> movement.getAmount() < 0),
                fee(movements, movement -> movement.getFee() > 0),
                moved(movements, movement -> movement.getAmount() > 0),
                fee(movements, movement -> movement.getFee() < 0));
    }

    private static Optional<Money> fee(List<BalanceTransaction> movements, Predicate<BalanceTransaction> way) {
        long minor = movements.stream().filter(way).mapToLong(BalanceTransaction::getFee).sum();
        return minor == 0 ? Optional.empty() : Optional.of(StripeAmounts.fromStripe(Math.abs(minor), movements.getFirst().getCurrency()));
    }

    private static Optional<Instant> moved(List<BalanceTransaction> movements, Predicate<BalanceTransaction> way) {
        return movements.stream().filter(way).findFirst().map(movement -> Instant.ofEpochSecond(movement.getCreated()));
    }

    static SetupReading setup(SetupIntent intent, Instant askedAt) {
        Optional<PaymentMethod> method = Optional.ofNullable(intent.getPaymentMethodObject());
        SetupState state = switch (intent.getStatus()) {
            case "succeeded" -> SetupState.SAVED;
            case "canceled" -> SetupState.CANCELLED;
            case "requires_action" -> SetupState.REQUIRES_AUTHENTICATION;
            default -> intent.getLastSetupError() == null ? SetupState.OPEN : SetupState.REFUSED;
        };
        return new SetupReading(intent.getId(), askedAt, state, Optional.ofNullable(intent.getClientSecret()).orElse(""),
                Optional.ofNullable(intent.getNextAction()).map(SetupIntent.NextAction::getRedirectToUrl)
                        .map(SetupIntent.NextAction.RedirectToUrl::getUrl),
                Optional.ofNullable(intent.getLastSetupError()).map(StripeReadings::decline),
                Optional.ofNullable(intent.getPaymentMethod()), method.map(PaymentMethod::getCard).flatMap(StripeReadings::card),
                labels(intent.getMetadata()));
    }

    static LinkReading link(Session session) {
        LinkState state = switch (session.getStatus()) {
            case "complete" -> "unpaid".equals(session.getPaymentStatus()) ? LinkState.OPEN : LinkState.PAID;
            case "expired" -> LinkState.EXPIRED;
            default -> LinkState.OPEN;
        };
        return new LinkReading(session.getId(), state, Optional.ofNullable(session.getUrl()),
                Optional.ofNullable(session.getPaymentIntent()), labels(session.getMetadata()));
    }

    static Optional<Card> card(PaymentMethod.Card card) {
        return Optional.ofNullable(card).map(known -> new Card(known.getBrand(), known.getLast4(),
                Math.toIntExact(known.getExpMonth()), Math.toIntExact(known.getExpYear())));
    }

    private static Optional<Card> card(Charge.PaymentMethodDetails.Card card) {
        return Optional.of(new Card(card.getBrand(), card.getLast4(),
                Math.toIntExact(card.getExpMonth()), Math.toIntExact(card.getExpYear())));
    }

    private static Decline decline(StripeError error) {
        return DeclineCodePolicy.decline(Optional.ofNullable(error.getCode()).orElse("card_declined"),
                Optional.ofNullable(error.getDeclineCode()).orElse(""));
    }

    private static Map<String, String> labels(Map<String, String> metadata) {
        return metadata == null ? Map.of() : metadata;
    }
}
