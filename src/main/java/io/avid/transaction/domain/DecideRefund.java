package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Whether a payment can be refunded, and what the refund takes of it. */
final class DecideRefund {

    private DecideRefund() {
    }

    static void requireRefundable(PostedTransaction posted, CommandItem.Refund refund, CommandItem.Post post) throws ItemRefusedException {
        Transaction payment = posted.transaction();
        String name = payment.id().resourceName();
        String expected = payment.kind() != TransactionKind.PAYMENT ? "only a payment can be refunded, and it is a " + payment.kind()
                : !payment.terms().customer().equals(refund.customer()) ? "it is of " + payment.terms().customer() + ", and the refund of " + refund.customer()
                : !payment.currency().equals(post.currency()) ? "it is in " + payment.currency() + ", and the refund in " + post.currency()
                : "";
        if (!expected.isEmpty()) {
            throw ItemRefusedException.of(RejectionReason.REFUND_MISMATCH, name + " cannot be refunded: " + expected + ".", "transaction", name);
        }
        if (post.amountMinor() > posted.refundableMinor()) {
            throw ItemRefusedException.of(RejectionReason.REFUND_EXCEEDS_PAYMENT, "Given " + post.amountMinor() + " minor units to refund, but of " + name + " only "
                    + posted.refundableMinor() + " are left"
                    + posted.reversedBy().map(by -> " (it was reversed by " + by.resourceName() + ")").orElse(" after earlier refunds")
                    + ". Refund that much or less.",
                    "transaction", name, "remaining_minor", Long.toString(posted.refundableMinor()), "given_minor", Long.toString(post.amountMinor()));
        }
        if (refund.date().isBefore(payment.terms().date())) {
            throw ItemRefusedException.tooEarly("The refund is dated " + refund.date() + ", before " + name + " of " + payment.terms().date() + ".", refund.date(), payment.terms().date());
        }
    }

    /** What to take back; refused where the payment has enough only from a later date on. */
    static List<PlanRefund.Part> plan(OpenAmount payment, List<PostedAllocation> allocations, LocalDate date, long amountMinor) throws ItemRefusedException {
        PlanRefund plan = new PlanRefund(payment, allocations, amountMinor);
        Optional<List<PlanRefund.Part>> parts = plan.on(date);
        if (parts.isEmpty()) {
            LocalDate earliest = plan.firstAfter(date);
            throw ItemRefusedException.tooEarly("The refund is dated " + date + ", but what " + payment.transaction().resourceName()
                    + " settles counts until " + earliest + ", when it was taken back.", date, earliest);
        }
        return parts.get();
    }
}
