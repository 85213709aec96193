package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a refund stands at Stripe at the moment of asking.
 *
 * @param stripeId {@code re_…}
 * @param refund our id of it, where it is one of ours
 * @param state what has come of it
 * @param minor how much
 * @param failure why it failed
 * @param madeAt when Stripe made it
 */
public record RefundReading(String stripeId, Optional<String> refund, RefundState state, long minor, Optional<String> failure,
        Instant madeAt) {
    public RefundReading {
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(refund, "refund");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(madeAt, "madeAt");
    }
}
