package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts money that Stripe has given back, and files the receipt; once for each refund, whether it was
 * asked for here or at Stripe. One that fails after that is undone by {@link UndoRefundProcess}.
 */
public final class ApplyRefundProcess {
    /** The process's type. */
    public static final String TYPE = "apply-refund";

    private static final Duration STRIPE_POLL = Duration.ofSeconds(2);

    private ApplyRefundProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Payments payments, Ledger ledger, ApplyMoney applyMoney,
            TellSettlement tellSettlement, RenderReceipt renderReceipt) {
        return new ProcessDefinition(TYPE, List.of(new AwaitPaymentApplied(applyMoney),
                new Post(payments, ledger, tellSettlement), new Receipt(renderReceipt))).notCancellable();
    }

    private record Post(Payments payments, Ledger ledger, TellSettlement tellSettlement) implements CallStep {
        @Override
        public String name() {
            return "post";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Refund refund = payments.getRefund(context.references().get(References.REFUND));
            if (refund.state() == Payments.RefundState.FAILED) {
                return new StepOutcome.Done(Map.of(), Map.of(), refund.name() + " failed before it was posted: " + refund.failure()
                        + " Nothing was given back, and nothing is posted.");
            }
            if (refund.state() != Payments.RefundState.SUCCEEDED || refund.date().isEmpty()) {
                return new StepOutcome.Later(context.now().plus(STRIPE_POLL), refund.name() + " is " + refund.state()
                        + "; it is posted when the money is given back.");
            }
            Ledger.Batch batch = ledger.post(List.of(new Ledger.Refund(refund.name(), refund.customer(),
                    refund.amount().currencyCode(), refund.amount().minor(), refund.date().get(), refund.payment())),
                    context.requestId());
            String transaction = PostedTransaction.of(batch.outcomes().getFirst());
            Optional.ofNullable(context.references().get(References.INVOICE))
                    .map(invoice -> ledger.find(List.of(invoice)).get(invoice))
                    .ifPresent(charge -> tellSettlement.of(charge.name(), batch.position()));
            return StepOutcome.done(Map.of(References.TRANSACTION, transaction));
        }
    }

    private record Receipt(RenderReceipt renderReceipt) implements CallStep {
        @Override
        public String name() {
            return "receipt";
        }

        @Override
        public StepOutcome run(StepContext context) {
            if (!context.references().containsKey(References.TRANSACTION)) {
                return StepOutcome.done();
            }
            return StepOutcome.done(Map.of(References.RECEIPT, renderReceipt.render(
                    new RenderReceipt.Receipt(context.references().get(References.PAYMENT),
                            Optional.of(context.references().get(References.REFUND)),
                            Optional.ofNullable(context.references().get(References.INVOICE))
                                    .map(RenderReceipt.Share::whole)),
                    context.requestId())));
        }
    }
}
