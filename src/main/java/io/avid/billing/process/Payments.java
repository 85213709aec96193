package io.avid.billing.process;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/** What billing needs of the module that takes money. Failures are {@code io.avid.platform.error.Failure}. */
public interface Payments {
    /** Where a payment stands. */
    enum State {
        PENDING,
        REQUIRES_ACTION,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * A payment as it stands.
     *
     * @param reference what it is for, a resource name, or empty
     * @param fee what Stripe keeps, once that is known
     * @param paidDate the day on which the money was taken, once it is
     * @param decline why it failed, where it did
     */
    record Payment(String name, State state, String customer, Amount amount, String reference, Optional<Amount> fee,
            Optional<LocalDate> paidDate, Optional<Decline> decline) {}

    /** Whole minor units of a currency. */
    record Amount(String currencyCode, long minor) {
        public Amount {
            Objects.requireNonNull(currencyCode, "currencyCode");
        }
    }

    /** Why a bank or Stripe refused: codes of Stripe's, and a message for people. */
    record Decline(String code, String declineCode, String message) {}

    /**
     * Money to take.
     *
     * @param method the saved card; empty takes the preferred one
     * @param reference what it is for
     * @param customerPresent whether the customer can prove that it is them
     * @param returnUrl where the bank sends the customer back to, or empty
     */
    record Order(String customer, Amount amount, String method, String reference, boolean customerPresent,
            String returnUrl) {}

    /** Where a refund stands. */
    enum RefundState {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /**
     * A refund as it stands.
     *
     * @param date the day on which Stripe gave it back, once it did
     * @param failure why it failed, or empty
     */
    record Refund(String name, String payment, String customer, Amount amount, RefundState state,
            Optional<LocalDate> date, String failure) {}

    /** Where a dispute stands. */
    enum DisputeState {
        INQUIRY,
        NEEDS_RESPONSE,
        UNDER_REVIEW,
        WON,
        LOST,
        INQUIRY_CLOSED
    }

    /**
     * What the payer's bank wants back of a payment, as it stands.
     *
     * @param withdrawnDate the day on which Stripe took the money, once it did
     * @param fee what Stripe took for it
     * @param reinstatedDate the day on which Stripe gave it back, once it did
     * @param feeReturned what Stripe gave back of the fee with it
     * @param evidenceDue until when evidence can be given
     */
    record Dispute(String name, String payment, String customer, DisputeState state, Amount amount,
            Optional<LocalDate> withdrawnDate, Optional<Amount> fee, Optional<LocalDate> reinstatedDate,
            Optional<Amount> feeReturned, Optional<Instant> evidenceDue) {}

    /** Where a payment link stands. */
    enum LinkState {
        PENDING,
        OPEN,
        PAID,
        EXPIRED
    }

    /**
     * A payment link as it stands.
     *
     * @param payment that it was paid by, or empty
     * @param expireTime until when it can be paid
     */
    record Link(String name, LinkState state, String payment, Instant expireTime) {}

    /** Takes money; a decline is a FAILED payment. UNAVAILABLE: the outcome is unknown, ask again. */
    Payment take(Order order, String requestId);

    /** One by name; NOT_FOUND. */
    Payment get(String payment);

    /** Ends a payment before anything is taken. Whether it is ended: false where that is too late. */
    boolean cancel(String payment, String requestId);

    /**
     * The same by the request that took it, or is not to take effect if it comes later.
     *
     * @return the payment for which it is too late, if it is
     */
    Optional<String> cancelRequest(String takeRequestId, String requestId);

    /** Gives money back; 0 means all that is left. */
    Refund giveBack(String payment, long amountMinor, String reason, String requestId);

    /** One by name; NOT_FOUND. */
    Refund getRefund(String refund);

    /** A payment's dispute by name; NOT_FOUND. */
    Dispute getDispute(String payment, String dispute);

    /** Makes a page where it can be paid for some hours; 0 means as long as can be. */
    Link offerLink(String customer, Amount amount, String reference, String description, int validHours, String requestId);

    /** One by name; NOT_FOUND. */
    Link getLink(String link);

    /** Withdraws a link. Whether it is withdrawn: false where it is paid or over. */
    boolean withdrawLink(String link, String requestId);
}
