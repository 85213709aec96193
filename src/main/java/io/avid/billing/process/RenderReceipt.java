package io.avid.billing.process;

import java.util.Objects;
import java.util.Optional;

/** Has a receipt rendered and filed. Failures are {@code io.avid.platform.error.Failure}. */
public interface RenderReceipt {
    /**
     * A receipt for money that was taken or given back.
     *
     * @param payment resource name of the payment
     * @param refund resource name of the refund, where it is one of a refund
     * @param settles how much of the money is for which invoice, where any is
     */
    record Receipt(String payment, Optional<String> refund, Optional<Share> settles) {
        public Receipt {
            Objects.requireNonNull(payment, "payment");
            Objects.requireNonNull(refund, "refund");
            Objects.requireNonNull(settles, "settles");
        }
    }

    /**
     * How much of a payment or refund is for an invoice.
     *
     * @param amountMinor whole minor units; more than there is means all of it
     */
    record Share(String invoice, long amountMinor) {
        /** All of it. */
        static Share whole(String invoice) {
            return new Share(invoice, Long.MAX_VALUE);
        }
    }

    /**
     * Renders and files it in the organisation's language.
     *
     * @return the document's name
     */
    String render(Receipt receipt, String requestId);
}
