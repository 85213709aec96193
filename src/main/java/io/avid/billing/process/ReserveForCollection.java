package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.Compensation;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.util.Optional;

/** Makes sure that nobody else collects or withdraws the invoice meanwhile. */
record ReserveForCollection(Invoices invoices) implements CallStep {
    @Override
    public String name() {
        return "reserve";
    }

    @Override
    public StepOutcome run(StepContext context) {
        invoices.reserve(invoice(context), context.processName(), context.requestId());
        return StepOutcome.done();
    }

    @Override
    public Optional<Compensation> compensation() {
        return Optional.of(context ->
                invoices.release(invoice(context), context.processName(), context.stepRequestId(), context.requestId()));
    }

    private static String invoice(StepContext context) {
        return context.references().get(References.INVOICE);
    }
}
