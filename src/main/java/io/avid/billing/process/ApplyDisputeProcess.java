package io.avid.billing.process;

import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a dispute from its first word to its end, so that the ledger has what Stripe has: the money
 * that the bank took back is posted as given back, with Stripe's fee, and the invoice is owed again and
 * marked as disputed; what comes back is posted as paid again. One process for each dispute, which staff
 * see waiting while the dispute is open: the answer is given at Stripe.
 */
public final class ApplyDisputeProcess {
    /** The process's type. */
    public static final String TYPE = "apply-dispute";

    /** Input: which one. */
    static final String DISPUTE = "dispute";

    private ApplyDisputeProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Payments payments, Ledger ledger, ApplyMoney applyMoney,
            TellSettlement tellSettlement) {
        return new ProcessDefinition(TYPE, List.of(new AwaitPaymentApplied(applyMoney), new Withdraw(payments, ledger, tellSettlement),
                new AwaitDecision(payments), new Settle(payments, ledger, tellSettlement))).notCancellable();
    }

    private static Payments.Dispute dispute(Payments payments, StepContext context) {
        String payment = context.references().get(References.PAYMENT);
        context.wakeOn(payment);
        return payments.getDispute(payment, context.input().get(DISPUTE));
    }

    private static Optional<Ledger.Entry> charge(Ledger ledger, StepContext context) {
        return Optional.ofNullable(context.references().get(References.INVOICE))
                .flatMap(invoice -> Optional.ofNullable(ledger.find(List.of(invoice)).get(invoice)))
                .filter(charge -> !charge.reversed());
    }

    /** Posts and marks what the bank took; an inquiry takes nothing, and is followed until it does or ends. */
    private record Withdraw(Payments payments, Ledger ledger, TellSettlement tellSettlement) implements CallStep {
        private static final Duration STRIPE_POLL = Duration.ofSeconds(2);
        private static final Duration INQUIRY_POLL = Duration.ofHours(1);

        @Override
        public String name() {
            return "withdraw";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Dispute dispute = dispute(payments, context);
            if (dispute.withdrawnDate().isEmpty()) {
                return switch (dispute.state()) {
                    case INQUIRY_CLOSED -> StepOutcome.done();
                    case INQUIRY -> new StepOutcome.Later(context.now().plus(INQUIRY_POLL), "The payer's bank asks about the payment; answer"
                            + " at Stripe" + until(dispute) + ". Nothing is taken.");
                    case NEEDS_RESPONSE, UNDER_REVIEW, WON, LOST -> new StepOutcome.Later(context.now().plus(STRIPE_POLL),
                            "Stripe has not told yet what it took for " + dispute.name() + ".");
                };
            }
            var postings = new ArrayList<Ledger.Posting>();
            postings.add(new Ledger.Refund(dispute.name(), dispute.customer(), dispute.amount().currencyCode(),
                    dispute.amount().minor(), dispute.withdrawnDate().get(), dispute.payment()));
            dispute.fee().ifPresent(fee -> postings.add(new Ledger.Fee(dispute.name() + "/fee", dispute.customer(),
                    fee.currencyCode(), fee.minor(), dispute.withdrawnDate().get())));
            Ledger.Batch batch = ledger.post(postings, context.requestId("post"));
            batch.outcomes().forEach(PostedTransaction::of);
            charge(ledger, context).ifPresent(charge -> {
                ledger.markDisputed(charge.name(), true, context.requestId("mark"));
                tellSettlement.of(charge.name(), batch.position());
            });
            return StepOutcome.done(Map.of(References.TRANSACTION, PostedTransaction.of(batch.outcomes().getFirst())));
        }
    }

    private record AwaitDecision(Payments payments) implements CallStep {
        private static final Duration POLL = Duration.ofHours(1);

        @Override
        public String name() {
            return "await-decision";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Dispute dispute = dispute(payments, context);
            return switch (dispute.state()) {
                case INQUIRY_CLOSED, LOST -> StepOutcome.done();
                case WON -> dispute.reinstatedDate().isPresent() ? StepOutcome.done()
                        : new StepOutcome.Later(context.now().plus(POLL), "The dispute is won; Stripe has not given the money back yet.");
                case INQUIRY, NEEDS_RESPONSE -> new StepOutcome.Later(context.now().plus(POLL),
                        "The payer's bank took the money back; give evidence at Stripe" + until(dispute) + ", or accept it there.");
                case UNDER_REVIEW -> new StepOutcome.Later(context.now().plus(POLL), "The evidence is with the payer's bank.");
            };
        }
    }

    /** What came back is paid again, as far as it is still owed; the mark goes with the dispute. */
    private record Settle(Payments payments, Ledger ledger, TellSettlement tellSettlement) implements CallStep {
        @Override
        public String name() {
            return "settle";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Dispute dispute = dispute(payments, context);
            Optional<Ledger.Entry> charge = charge(ledger, context);
            if (dispute.withdrawnDate().isPresent() && dispute.reinstatedDate().isPresent()) {
                long position = postReinstated(dispute, charge, context);
                charge.ifPresent(owed -> tellSettlement.of(owed.name(), position));
            }
            charge.ifPresent(owed -> ledger.markDisputed(owed.name(), false, context.requestId("unmark")));
            return new StepOutcome.Done(Map.of(), Map.of(), dispute.feeReturned().map(returned -> undoFee(dispute, returned, context)).orElse(""));
        }

        /** What Stripe kept and gave back again was no cost. */
        private String undoFee(Payments.Dispute dispute, Payments.Amount returned, StepContext context) {
            String externalId = dispute.name() + "/fee";
            Optional<Ledger.Entry> fee = Optional.ofNullable(ledger.find(List.of(externalId)).get(externalId));
            if (fee.isEmpty() || fee.get().reversed()) {
                return "";
            }
            String amount = AmountText.of(returned.minor(), returned.currencyCode());
            if (fee.get().amountMinor() != returned.minor()) {
                return "Stripe gave " + amount + " of the fee back, which is not all of it: post that by hand.";
            }
            ledger.reverse(fee.get().name(), dispute.reinstatedDate().or(dispute::withdrawnDate).orElseThrow(), context.requestId("fee"));
            return "Stripe gave the fee of " + amount + " back.";
        }

        /** The position of the ledger that has it; what settled then would be something else now. */
        private long postReinstated(Payments.Dispute dispute, Optional<Ledger.Entry> charge, StepContext context) {
            String externalId = dispute.name() + "/reinstated";
            Optional<Ledger.Entry> posted = Optional.ofNullable(ledger.find(List.of(externalId)).get(externalId));
            if (posted.isPresent()) {
                return posted.get().position();
            }
            long settles = Math.min(dispute.amount().minor(), charge.map(Ledger.Entry::remainingMinor).orElse(0L));
            Ledger.Batch batch = ledger.post(List.of(new Ledger.Payment(externalId, dispute.customer(),
                    dispute.amount().currencyCode(), dispute.amount().minor(), dispute.reinstatedDate().orElseThrow(),
                    settles > 0 ? Optional.of(new Ledger.Settles(charge.orElseThrow().externalId(), settles)) : Optional.empty())),
                    context.requestId(Integer.toString(context.attempt())));
            if (batch.outcomes().getFirst() instanceof Ledger.Refused refused
                    && refused.reason().equals("ALLOCATION_EXCEEDS_REMAINING")) {
                throw Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN", "What is owed on " + charge.orElseThrow().externalId()
                        + " changed while " + dispute.name() + " was settled. It is tried again.",
                        Map.of("resource", charge.orElseThrow().externalId()));
            }
            PostedTransaction.of(batch.outcomes().getFirst());
            return batch.position();
        }
    }

    private static String until(Payments.Dispute dispute) {
        return dispute.evidenceDue().map(due -> " until " + due).orElse("");
    }
}
