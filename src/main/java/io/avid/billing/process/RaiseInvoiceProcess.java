package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.util.List;
import java.util.Map;

/**
 * Raises an invoice: a draft gets its number, the ledger its charge, the customer a PDF.
 *
 * <p>There is no way back from a number, which is why nothing here is undone: an invoice that was
 * issued is completed, or withdrawn by a process of its own that undoes its charge too.
 */
public final class RaiseInvoiceProcess {
    /** The process's type. */
    public static final String TYPE = "raise-invoice";

    /** Input: language and format of the PDF. */
    public static final String LOCALE = "locale";

    private RaiseInvoiceProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Invoices invoices, Ledger ledger, RenderInvoice renderInvoice) {
        return new ProcessDefinition(TYPE, List.of(new Issue(invoices), new PostCharge(invoices, ledger),
                new Render(renderInvoice), new Link(invoices)));
    }

    /** Takes the number. */
    private record Issue(Invoices invoices) implements CallStep {
        @Override
        public String name() {
            return "issue";
        }

        @Override
        public boolean isPointOfNoReturn() {
            return true;
        }

        @Override
        public StepOutcome run(StepContext context) {
            String invoice = context.references().get(References.INVOICE);
            try {
                invoices.issue(invoice, context.requestId());
            } catch (Failure failure) {
                // Somebody issued it already; what comes after that is still to be done.
                if (!failure.reason().equals("INVOICE_STATE_UNFIT") || invoices.get(invoice).state() != Invoices.State.ISSUED) {
                    throw failure;
                }
            }
            return StepOutcome.done();
        }
    }

    /** Tells the ledger what the customer owes. */
    private record PostCharge(Invoices invoices, Ledger ledger) implements CallStep {
        @Override
        public String name() {
            return "post-charge";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Invoices.Billed invoice = invoices.get(context.references().get(References.INVOICE));
            var charge = new Ledger.Charge(invoice.name(), invoice.customer(), invoice.currencyCode(), invoice.totalMinor(),
                    invoice.issueDate().orElseThrow(), invoice.dueDate().orElseThrow(), invoice.number());
            String posted = PostedTransaction.of(ledger.post(List.of(charge), context.requestId()).outcomes().getFirst());
            return StepOutcome.done(Map.of(References.CHARGE, posted));
        }
    }

    /** Makes the PDF. */
    private record Render(RenderInvoice renderInvoice) implements CallStep {
        @Override
        public String name() {
            return "render";
        }

        @Override
        public StepOutcome run(StepContext context) {
            return StepOutcome.done(Map.of(References.DOCUMENT, renderInvoice.render(
                    context.references().get(References.INVOICE), context.input().get(LOCALE), context.requestId())));
        }
    }

    /** Lets the invoice name its charge and its PDF. */
    private record Link(Invoices invoices) implements CallStep {
        @Override
        public String name() {
            return "link";
        }

        @Override
        public StepOutcome run(StepContext context) {
            invoices.link(context.references().get(References.INVOICE), context.references().get(References.CHARGE),
                    context.references().get(References.DOCUMENT), context.requestId());
            return StepOutcome.done();
        }
    }
}
