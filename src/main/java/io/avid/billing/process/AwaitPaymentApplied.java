package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;

/** What takes money of a payment back is posted against it, and it may have been taken a moment ago. */
record AwaitPaymentApplied(ApplyMoney applyMoney) implements CallStep {
    @Override
    public String name() {
        return "await-payment-applied";
    }

    @Override
    public StepOutcome run(StepContext context) {
        StepOutcome outcome = new AwaitApplied(References.PAYMENT, applyMoney::awaited).run(context);
        // The payment's own transaction and receipt are not those of what comes after it.
        return outcome instanceof StepOutcome.Done ? StepOutcome.done() : outcome;
    }
}
