package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Money of a payment that is given back; part of its payment.
 *
 * @param id without the resource's prefix
 * @param minor how much, in the payment's currency
 * @param state where it stands
 * @param reason why, for people
 * @param fingerprint of the request that asked for it; empty where it was made at Stripe
 * @param stripeId {@code re_…} once Stripe has told
 * @param failure why it failed
 * @param madeAt when Stripe gave it back
 * @param round how often Stripe failed while it was asked for it; each round has an idempotency key of its own
 * @param createTime when it was asked for
 * @param updateTime when it last changed
 */
public record Refund(String id, long minor, RefundState state, String reason, String fingerprint, Optional<String> stripeId,
        Optional<String> failure, Optional<Instant> madeAt, int round, Instant createTime, Instant updateTime) {
    public Refund {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(madeAt, "madeAt");
        Objects.requireNonNull(createTime, "createTime");
        Objects.requireNonNull(updateTime, "updateTime");
    }

    static Refund asked(String id, long minor, String reason, String fingerprint, Instant now) {
        return new Refund(id, minor, RefundState.PENDING, reason, fingerprint, Optional.empty(), Optional.empty(),
                Optional.empty(), 0, now, now);
    }

    static Refund madeAtStripe(String id, RefundReading reading, Instant now) {
        return new Refund(id, reading.minor(), reading.state(), "Made at Stripe", "", Optional.of(reading.stripeId()),
                reading.failure(), Optional.of(reading.madeAt()), 0, now, now);
    }

    Refund learned(RefundReading reading, Instant now) {
        boolean forward = state.leadsTo(reading.state());
        if (!forward && stripeId.isPresent()) {
            return this;
        }
        return new Refund(id, minor, forward ? reading.state() : state, reason, fingerprint, Optional.of(reading.stripeId()),
                forward ? reading.failure() : failure, Optional.of(reading.madeAt()), round, createTime, now);
    }

    Refund refused(String why, Instant now) {
        return state == RefundState.PENDING
                ? new Refund(id, minor, RefundState.FAILED, reason, fingerprint, stripeId, Optional.of(why), madeAt, round,
                        createTime, now)
                : this;
    }

    Refund nextRound(Instant now) {
        return new Refund(id, minor, state, reason, fingerprint, stripeId, failure, madeAt, round + 1, createTime, now);
    }
}
