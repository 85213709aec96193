package io.avid.billing.process;

import io.avid.platform.process.ProcessDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Collects what is owed on an invoice by the customer's saved card. The invoice is reserved from the
 * look at what is owed until the ledger has the money, so that it is charged once, whoever else tries.
 * A card that is declined, or a proof that never comes, ends it with the invoice free again. The receipt
 * is waited for when the invoice is free: one that cannot be made holds nothing up.
 */
public final class CollectInvoiceProcess {
    /** The process's type. */
    public static final String TYPE = "collect-invoice";

    private CollectInvoiceProcess() {}

    /**
     * Its steps.
     *
     * @param patience how long a customer has to prove that it is them
     */
    public static ProcessDefinition definition(Invoices invoices, Ledger ledger, Payments payments, ApplyMoney applyMoney,
            Duration patience) {
        return new ProcessDefinition(TYPE, List.of(new ReserveForCollection(invoices), new CheckOwed(invoices, ledger),
                new TakePayment(payments, applyMoney), new AwaitPayment(payments, patience),
                new AwaitApplied(References.PAYMENT, applyMoney::awaited), new ReleaseInvoice(invoices),
                new AwaitReceipt(References.PAYMENT, applyMoney::awaited)));
    }

    /**
     * Its input.
     *
     * @param amountMinor 0 means all that is owed
     */
    public static Map<String, String> input(String method, long amountMinor, boolean customerPresent, String returnUrl) {
        return Map.of(TakePayment.METHOD, method, CheckOwed.WANTED_MINOR, Long.toString(amountMinor),
                TakePayment.CUSTOMER_PRESENT, Boolean.toString(customerPresent), TakePayment.RETURN_URL, returnUrl);
    }
}
