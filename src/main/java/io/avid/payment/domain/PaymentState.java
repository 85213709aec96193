package io.avid.payment.domain;

/**
 * Where a payment stands.
 *
 * <p>A state is only ever followed by one of a higher rank, in whatever order news of it come.
 * Money that is taken outranks everything: it is the truth, whatever was thought before.
 */
public enum PaymentState {
    /** Asked for; Stripe's answer is not known yet. */
    PENDING(0),
    /** Waits for the customer to prove that it is them. */
    REQUIRES_ACTION(1),
    /** The money is not taken, and Avid will not try again. */
    FAILED(2),
    /** Ended before anything was taken. */
    CANCELLED(2),
    /** Its request was cancelled before it arrived; nothing was ever asked. */
    WITHDRAWN(2),
    /** The money is taken. */
    SUCCEEDED(3);

    private final int rank;

    PaymentState(int rank) {
        this.rank = rank;
    }

    /** Whether a payment in this state may go on to another. */
    public boolean leadsTo(PaymentState next) {
        return next.rank > rank && this != WITHDRAWN;
    }

    /** Whether nothing is expected any more. */
    public boolean isFinal() {
        return rank >= FAILED.rank;
    }
}
