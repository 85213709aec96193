package io.avid.billing.application;

import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.CollectInvoiceProcess;
import io.avid.billing.process.Invoices;
import io.avid.billing.process.References;
import io.avid.billing.process.SendPaymentLinkProcess;
import io.avid.billing.process.VoidInvoiceProcess;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.Principal;
import java.util.Map;

/**
 * Starts what is done with an invoice that was raised: its collection, a page where it is paid, its
 * withdrawal. Whether that can be done now is the process's to find out; here it is only seen that
 * the caller may see the invoice, which does not change when the same request comes again.
 */
public final class StartForInvoice {
    private final Invoices invoices;
    private final ProcessEngine processes;

    public StartForInvoice(Invoices invoices, ProcessEngine processes) {
        this.invoices = invoices;
        this.processes = processes;
    }

    /**
     * Starts collecting it by a saved card.
     *
     * @param amountMinor 0 means all that is owed
     * @param customerPresent always so for a customer's login
     * @throws Failure NOT_FOUND, also where the caller's login is another customer's
     */
    public ProcessSnapshot collect(Principal caller, String invoice, String method, long amountMinor,
            boolean customerPresent, String returnUrl, RequestIdentity request) {
        return start(caller, CollectInvoiceProcess.TYPE, invoice, CollectInvoiceProcess.input(method, amountMinor,
                customerPresent || caller.customer().isPresent(), returnUrl), request);
    }

    /**
     * Starts offering a page where it is paid.
     *
     * @param validHours 0 means as long as can be
     */
    public ProcessSnapshot sendLink(Principal caller, String invoice, int validHours, RequestIdentity request) {
        return start(caller, SendPaymentLinkProcess.TYPE, invoice, SendPaymentLinkProcess.input(validHours), request);
    }

    /** Starts withdrawing it. */
    public ProcessSnapshot withdraw(Principal caller, String invoice, String reason, RequestIdentity request) {
        return start(caller, VoidInvoiceProcess.TYPE, invoice, VoidInvoiceProcess.input(reason), request);
    }

    private ProcessSnapshot start(Principal caller, String type, String name, Map<String, String> input,
            RequestIdentity request) {
        Principal billing = BillingIdentity.onBehalfOf(caller);
        Invoices.Billed invoice = AsBilling.call(billing, () -> invoices.get(name));
        boolean hidden = caller.customer().isPresent() && invoice.state() == Invoices.State.DRAFT;
        if (hidden || !caller.sees(invoice.customer())) {
            throw Failure.notFound(name);
        }
        return processes.start(billing, ProcessStart.now(type, input,
                Map.of(References.INVOICE, invoice.name(), References.CUSTOMER, invoice.customer()), request));
    }
}
