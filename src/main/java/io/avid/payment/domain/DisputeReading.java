package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a dispute stands at Stripe at the moment of asking.
 *
 * @param stripeId {@code du_…}
 * @param state what has come of it
 * @param minor how much is disputed, in the payment's currency
 * @param reason Stripe's word for why
 * @param evidenceDue until when evidence can be given
 * @param withdrawnAt when Stripe took the money from the organisation
 * @param fee what Stripe keeps for it
 * @param reinstatedAt when Stripe gave the money back to the organisation
 * @param feeReturned what Stripe gave back of the fee with it; in most countries it keeps it
 */
public record DisputeReading(String stripeId, DisputeState state, long minor, String reason, Optional<Instant> evidenceDue,
        Optional<Instant> withdrawnAt, Optional<Money> fee, Optional<Instant> reinstatedAt,
        Optional<Money> feeReturned) {
    public DisputeReading {
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(evidenceDue, "evidenceDue");
        Objects.requireNonNull(withdrawnAt, "withdrawnAt");
        Objects.requireNonNull(fee, "fee");
        Objects.requireNonNull(reinstatedAt, "reinstatedAt");
        Objects.requireNonNull(feeReturned, "feeReturned");
    }
}
