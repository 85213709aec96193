package io.avid.payment.domain;

/** Where the saving of a card stands. */
public enum SetupState {
    /** Waits for the card. */
    OPEN,
    /** Waits for the customer to prove that it is them. */
    REQUIRES_AUTHENTICATION,
    /** The card was refused; another may be given. */
    REFUSED,
    /** The card can be charged. */
    SAVED,
    /** Ended without a card. */
    CANCELLED;

    /** Whether nothing is expected any more. */
    public boolean isFinal() {
        return this == SAVED || this == CANCELLED;
    }
}
