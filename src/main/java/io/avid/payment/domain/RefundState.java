package io.avid.payment.domain;

/** Where a refund stands. Only ever followed by a state of a higher rank; a bank may send back what had succeeded. */
public enum RefundState {
    /** Asked for; Stripe's answer is not known yet, or the bank takes its time. */
    PENDING(0),
    /** The money is on its way back. */
    SUCCEEDED(1),
    /** It was refused; the money stays. */
    FAILED(2),
    /** It was withdrawn. */
    CANCELLED(2);

    private final int rank;

    RefundState(int rank) {
        this.rank = rank;
    }

    boolean leadsTo(RefundState next) {
        return next.rank > rank;
    }

    /** Whether it takes from what can still be refunded. */
    public boolean counts() {
        return this == PENDING || this == SUCCEEDED;
    }
}
