package io.avid.transaction.domain;

/**
 * Why the journal refuses an item. The names are published (the module's proto and {@code avid.type.v1.ErrorReason} list them) and are
 * what blocks hold.
 */
public enum RejectionReason {
    /** The external id is known with other content. */
    EXTERNAL_ID_CONFLICT(Category.ALREADY_EXISTS),
    /** The request id was used before with other content, or so long ago that its answer is gone while what it posted stands. */
    REQUEST_ID_REUSED(Category.ALREADY_EXISTS),
    /** A transaction that the item names does not exist in the organisation. */
    RESOURCE_NOT_FOUND(Category.NOT_FOUND),
    /** Not an ISO 4217 code. */
    CURRENCY_UNKNOWN(Category.INVALID),
    /** An amount that is not positive, or with which a balance would leave the range of a 64-bit number. */
    AMOUNT_OUT_OF_RANGE(Category.INVALID),
    /** A reversal dated before what it reverses. */
    DATE_INVALID(Category.INVALID),
    /** Of other customers or currencies, or of kinds that do not settle each other. */
    ALLOCATION_MISMATCH(Category.PRECONDITION),
    /** More than what remains of the charge, or of the payment or credit, on the allocation's date or a later one. */
    ALLOCATION_EXCEEDS_REMAINING(Category.PRECONDITION),
    /** It was reversed before. */
    ALREADY_REVERSED(Category.PRECONDITION),
    /** A reversal is not reversed; the fact is posted anew. */
    REVERSAL_NOT_REVERSIBLE(Category.PRECONDITION),
    /** More than what is left of the payment after earlier refunds. */
    REFUND_EXCEEDS_PAYMENT(Category.PRECONDITION),
    /** Not a payment, or one of another customer or currency. */
    REFUND_MISMATCH(Category.PRECONDITION),
    /** Part of the payment is refunded; the refund is reversed first. */
    REFUNDED(Category.PRECONDITION),
    /** A mark that the transaction cannot have. */
    MARK_NOT_ALLOWED(Category.PRECONDITION);

    /** The class of error, which the outside maps to a status. */
    public enum Category {
        /** Wrong whatever the state. */
        INVALID,
        /** Names what is not there. */
        NOT_FOUND,
        /** Contradicts what is there. */
        ALREADY_EXISTS,
        /** The state does not allow it. */
        PRECONDITION
    }

    private final Category category;

    RejectionReason(Category category) {
        this.category = category;
    }

    /** The class of error. */
    public Category category() {
        return category;
    }
}
