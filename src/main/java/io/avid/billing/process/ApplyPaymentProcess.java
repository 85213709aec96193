package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts money that Stripe has taken, with its fee, and files the receipt; once for each payment. Who waits
 * for the money goes on when it is posted.
 */
public final class ApplyPaymentProcess {
    /** The process's type. */
    public static final String TYPE = "apply-payment";

    private ApplyPaymentProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Payments payments, Ledger ledger, TellSettlement tellSettlement,
            RenderReceipt renderReceipt) {
        return new ProcessDefinition(TYPE, List.of(new PostPayment(payments, ledger, tellSettlement),
                new Receipt(renderReceipt))).notCancellable();
    }

    private record Receipt(RenderReceipt renderReceipt) implements CallStep {
        @Override
        public String name() {
            return "receipt";
        }

        @Override
        public StepOutcome run(StepContext context) {
            long settles = Long.parseLong(context.data().get(PostPayment.SETTLES_MINOR));
            Optional<RenderReceipt.Share> share = Optional.ofNullable(context.references().get(References.INVOICE))
                    .filter(invoice -> settles > 0).map(invoice -> new RenderReceipt.Share(invoice, settles));
            return StepOutcome.done(Map.of(References.RECEIPT, renderReceipt.render(
                    new RenderReceipt.Receipt(context.references().get(References.PAYMENT), Optional.empty(), share),
                    context.requestId())));
        }
    }
}
