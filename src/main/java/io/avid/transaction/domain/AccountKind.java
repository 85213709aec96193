package io.avid.transaction.domain;

/** What an account is for; the code is what blocks hold and never changes. */
public enum AccountKind {
    /** What one customer owes, in one currency: positive is owed to us, negative is credit of the customer. */
    RECEIVABLE(1),
    /** What was charged, as a negative balance (income is a credit). */
    REVENUE(2),
    /** Cash at the bank. */
    BANK(3),
    /** What was credited to customers without cash. */
    CREDITS(4),
    /** Cash at Stripe that is not paid out yet. */
    STRIPE(5),
    /** What taking money cost. */
    FEES(6);

    private final int code;

    AccountKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether money can arrive there and go from there. */
    public boolean isCash() {
        return this == BANK || this == STRIPE;
    }

    static AccountKind ofCode(int code) {
        for (AccountKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new UnknownFactException("account kind " + code);
    }
}
