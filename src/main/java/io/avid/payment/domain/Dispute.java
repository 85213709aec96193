package io.avid.payment.domain;

import java.util.Objects;

/**
 * A payer asked their bank for the money back; part of its payment.
 *
 * @param id without the resource's prefix
 * @param known how it stands, as far as Stripe was asked
 */
public record Dispute(String id, DisputeReading known) {
    public Dispute {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(known, "known");
    }

    /**
     * Applies what Stripe says. What is decided stays so, and money that has moved has moved: an answer
     * that was given before another and comes after it takes nothing back.
     */
    Dispute learned(DisputeReading reading) {
        boolean open = !known.state().isFinal();
        return new Dispute(id, new DisputeReading(known.stripeId(), open ? reading.state() : known.state(),
                open ? reading.minor() : known.minor(), open ? reading.reason() : known.reason(),
                open ? reading.evidenceDue() : known.evidenceDue(), known.withdrawnAt().or(reading::withdrawnAt),
                known.fee().or(reading::fee), known.reinstatedAt().or(reading::reinstatedAt),
                known.feeReturned().or(reading::feeReturned)));
    }
}
