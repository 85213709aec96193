package io.avid.payment.domain;

/** Where a payment link stands. Only ever followed by a state of a higher rank. */
public enum LinkState {
    /** Asked for; Stripe's answer is not known yet. */
    PENDING,
    /** Can be paid. */
    OPEN,
    /** Can no longer be paid. */
    EXPIRED,
    /** Is paid. */
    PAID;

    boolean leadsTo(LinkState next) {
        return next.ordinal() > ordinal();
    }

    /** Whether nothing is expected any more. */
    public boolean isFinal() {
        return this == EXPIRED || this == PAID;
    }
}
