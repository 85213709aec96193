package io.avid.billing.application;

import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.Payments;
import io.avid.billing.process.References;
import io.avid.billing.process.RefundPaymentProcess;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.Principal;
import java.util.HashMap;

/** Starts giving money of a payment back. */
public final class RefundPayment {
    private final Payments payments;
    private final ProcessEngine processes;

    public RefundPayment(Payments payments, ProcessEngine processes) {
        this.payments = payments;
        this.processes = processes;
    }

    /**
     * Starts it, or answers the process that the same request started before.
     *
     * @param amountMinor 0 means all that is left of it
     * @param creditInvoice whether the customer need not pay it again
     * @throws io.avid.platform.error.Failure NOT_FOUND
     */
    public ProcessSnapshot start(Principal caller, String name, long amountMinor, String reason, boolean creditInvoice,
            RequestIdentity request) {
        Principal billing = BillingIdentity.onBehalfOf(caller);
        Payments.Payment payment = AsBilling.call(billing, () -> payments.get(name));
        var references = new HashMap<String, String>();
        references.put(References.PAYMENT, payment.name());
        references.put(References.CUSTOMER, payment.customer());
        if (payment.reference().startsWith("invoices/")) {
            references.put(References.INVOICE, payment.reference());
        }
        return processes.start(billing, ProcessStart.now(RefundPaymentProcess.TYPE,
                RefundPaymentProcess.input(amountMinor, reason, creditInvoice), references, request));
    }
}
