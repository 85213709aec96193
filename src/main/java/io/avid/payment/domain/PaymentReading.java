package io.avid.payment.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a payment stands at Stripe at the moment of asking.
 *
 * @param stripeId {@code pi_…}
 * @param progress what has come of it
 * @param amount how much
 * @param decline why the last attempt failed
 * @param actionUrl where the customer proves that it is them
 * @param card what of the card may be shown
 * @param fee what Stripe keeps, once it has told
 * @param takenAt when the money was taken
 * @param refundedMinor what Stripe counts as given back
 * @param disputed whether the payer's bank ever wanted it back
 * @param labels the metadata that Avid gave it
 */
public record PaymentReading(String stripeId, Progress progress, Money amount, Optional<Decline> decline,
        Optional<String> actionUrl, Optional<Card> card, Optional<Money> fee, Optional<Instant> takenAt, long refundedMinor,
        boolean disputed, Map<String, String> labels) {
    /** What has come of a payment at Stripe. */
    public enum Progress {
        /** Nobody has asked Stripe to take the money yet. */
        UNCONFIRMED,
        /** A bank is at it. */
        PROCESSING,
        /** The customer must prove that it is them. */
        ACTION_REQUIRED,
        /** The last attempt failed. */
        DECLINED,
        /** It can no longer be taken. */
        CANCELLED,
        /** It is taken. */
        SUCCEEDED
    }

    public PaymentReading {
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(decline, "decline");
        Objects.requireNonNull(actionUrl, "actionUrl");
        Objects.requireNonNull(card, "card");
        Objects.requireNonNull(fee, "fee");
        Objects.requireNonNull(takenAt, "takenAt");
        labels = Map.copyOf(labels);
    }

    /** The refunds of a payment as Stripe has them, for those whose figures differ from ours. */
    public boolean refundsDifferFrom(List<Refund> known) {
        long knownMinor = known.stream().filter(refund -> refund.state() == RefundState.SUCCEEDED).mapToLong(Refund::minor).sum();
        return knownMinor != refundedMinor || known.stream().anyMatch(refund -> refund.state() == RefundState.PENDING);
    }
}
