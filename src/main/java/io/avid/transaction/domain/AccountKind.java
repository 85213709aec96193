package io.avid.transaction.domain;

/** What an account is for; the code is what blocks hold and never changes. */
public enum AccountKind {
    /** What one customer owes, in one currency: positive is owed to us, negative is credit of the customer. */
    RECEIVABLE(1),
    /** What was charged, as a negative balance (income is a credit). */
    REVENUE(2),
    /** Cash received. */
    BANK(3),
    /** What was credited to customers without cash. */
    CREDITS(4);

    private final int code;

    AccountKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
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
