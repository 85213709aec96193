package io.avid.payment.domain;

/** Where a dispute stands. */
public enum DisputeState {
    /** The bank asks only; nothing is taken. */
    INQUIRY,
    /** The money is taken, and evidence can be given. */
    NEEDS_RESPONSE,
    /** The evidence is with the bank. */
    UNDER_REVIEW,
    /** The bank decided for the organisation. */
    WON,
    /** The bank decided for the payer. */
    LOST,
    /** The inquiry ended without a dispute. */
    INQUIRY_CLOSED;

    /** Whether it is decided. */
    public boolean isFinal() {
        return this == WON || this == LOST || this == INQUIRY_CLOSED;
    }
}
