package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.RetryPolicy;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives money of a payment back. What is asked for is decided by the payment itself, so that all
 * refunds together never exceed it; the refund is then posted by a process of its own, and a credit
 * beside it where the customer need not pay again.
 */
public final class RefundPaymentProcess {
    /** The process's type. */
    public static final String TYPE = "refund-payment";

    private static final String AMOUNT_MINOR = "amount_minor";
    private static final String REASON = "reason";
    private static final String CREDIT_INVOICE = "credit_invoice";
    private static final Duration STRIPE_POLL = Duration.ofSeconds(5);

    private RefundPaymentProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Payments payments, Ledger ledger, ApplyMoney applyMoney,
            TellSettlement tellSettlement) {
        return new ProcessDefinition(TYPE, List.of(new GiveBack(payments), new AwaitRefund(payments),
                new AwaitApplied(References.REFUND, applyMoney::awaitedRefund),
                new CreditInvoice(payments, ledger, tellSettlement),
                new AwaitReceipt(References.REFUND, applyMoney::awaitedRefund))).notCancellable();
    }

    /**
     * Its input.
     *
     * @param amountMinor 0 means all that is left of the payment
     * @param reason for people; no personal data
     * @param creditInvoice whether the customer need not pay it again
     */
    public static Map<String, String> input(long amountMinor, String reason, boolean creditInvoice) {
        return Map.of(AMOUNT_MINOR, Long.toString(amountMinor), REASON, reason, CREDIT_INVOICE, Boolean.toString(creditInvoice));
    }

    private record GiveBack(Payments payments) implements CallStep {
        @Override
        public String name() {
            return "refund";
        }

        @Override
        public RetryPolicy retryPolicy() {
            return StripeRetries.POLICY;
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Refund refund = payments.giveBack(context.references().get(References.PAYMENT),
                    Long.parseLong(context.input().get(AMOUNT_MINOR)), context.input().get(REASON), context.requestId());
            return StepOutcome.done(Map.of(References.REFUND, refund.name()));
        }
    }

    private record AwaitRefund(Payments payments) implements CallStep {
        @Override
        public String name() {
            return "await-refund";
        }

        @Override
        public RetryPolicy retryPolicy() {
            return StripeRetries.POLICY;
        }

        @Override
        public StepOutcome run(StepContext context) {
            String name = context.references().get(References.REFUND);
            context.wakeOn(name);
            Payments.Refund refund = payments.getRefund(name);
            return switch (refund.state()) {
                case SUCCEEDED -> StepOutcome.done();
                case PENDING -> new StepOutcome.Later(context.now().plus(STRIPE_POLL),
                        "Stripe has not told yet what became of " + name + ".");
                case FAILED -> throw Failure.of(FailureKind.FAILED_PRECONDITION, "REFUND_REFUSED", name
                        + " was refused: " + refund.failure() + " Nothing was given back.", Map.of("refund", name));
            };
        }
    }

    /** What the refund opened again, the customer need not pay: as far as it is owed. */
    private record CreditInvoice(Payments payments, Ledger ledger, TellSettlement tellSettlement) implements CallStep {
        @Override
        public String name() {
            return "credit";
        }

        @Override
        public StepOutcome run(StepContext context) {
            if (!Boolean.parseBoolean(context.input().get(CREDIT_INVOICE))) {
                return StepOutcome.done();
            }
            Payments.Refund refund = payments.getRefund(context.references().get(References.REFUND));
            if (refund.state() == Payments.RefundState.FAILED) {
                return new StepOutcome.Done(Map.of(), Map.of(), "The refund failed after it was made, so nothing is credited.");
            }
            String creditId = refund.name() + "/credit";
            Optional<String> invoice = Optional.ofNullable(context.references().get(References.INVOICE));
            Map<String, Ledger.Entry> found = ledger.find(invoice.map(name -> List.of(name, creditId)).orElse(List.of(creditId)));
            if (found.containsKey(creditId)) {
                return StepOutcome.done();
            }
            Optional<Ledger.Entry> charge = invoice.map(found::get).filter(entry -> !entry.reversed());
            long credit = Math.min(charge.map(Ledger.Entry::remainingMinor).orElse(0L), refund.amount().minor());
            if (credit <= 0) {
                return new StepOutcome.Done(Map.of(), Map.of(), "Nothing is owed on the invoice, so nothing is credited.");
            }
            Ledger.Batch batch = ledger.post(List.of(new Ledger.Credit(creditId, refund.customer(),
                    refund.amount().currencyCode(), credit, refund.date().orElseThrow(),
                    new Ledger.Settles(invoice.orElseThrow(), credit))), context.requestId(Integer.toString(context.attempt())));
            if (batch.outcomes().getFirst() instanceof Ledger.Refused refused
                    && refused.reason().equals("ALLOCATION_EXCEEDS_REMAINING")) {
                throw Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN", "What is owed on " + invoice.orElseThrow()
                        + " changed while it was credited. It is tried again.", Map.of("resource", invoice.orElseThrow()));
            }
            PostedTransaction.of(batch.outcomes().getFirst());
            tellSettlement.of(charge.orElseThrow().name(), batch.position());
            return StepOutcome.done();
        }
    }
}
