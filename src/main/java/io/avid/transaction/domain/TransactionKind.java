package io.avid.transaction.domain;

/** The business fact that a transaction records; the code is what blocks hold and never changes. */
public enum TransactionKind {
    /** The customer owes for something: an invoice. */
    CHARGE(1),
    /** The customer paid. */
    PAYMENT(2),
    /** The customer owes less without having paid. */
    CREDIT(3),
    /** A mistake undone: names what it reverses and has its entries with the opposite sign. */
    REVERSAL(4),
    /** What taking money cost the organisation; no customer owes more or less by it. */
    FEE(5),
    /** Money of a payment went back to the customer. */
    REFUND(6);

    private final int code;

    TransactionKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether what it brings can settle charges. */
    public boolean isFunds() {
        return this == PAYMENT || this == CREDIT;
    }
}
