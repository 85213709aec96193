package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;

/** Lets others collect what is still owed. */
record ReleaseInvoice(Invoices invoices) implements CallStep {
    @Override
    public String name() {
        return "release";
    }

    /** The money is posted and others may collect: there is nothing to undo any more. */
    @Override
    public boolean isPointOfNoReturn() {
        return true;
    }

    @Override
    public StepOutcome run(StepContext context) {
        // The reservation came; whichever request made it, it is this holder's.
        invoices.release(context.references().get(References.INVOICE), context.processName(), "", context.requestId());
        return StepOutcome.done();
    }
}
