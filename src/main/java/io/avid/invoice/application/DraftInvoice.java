package io.avid.invoice.application;

import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.InvoiceContent;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a draft. */
public final class DraftInvoice {
    private final AggregateStore<Invoice> invoices;
    private final InvoiceFacts facts;

    public DraftInvoice(AggregateStore<Invoice> invoices, InvoiceFacts facts) {
        this.invoices = invoices;
        this.facts = facts;
    }

    /**
     * Makes it; the same request again answers the same draft.
     *
     * @throws io.avid.platform.error.Failure INVALID_ARGUMENT (INVOICE_LINE_INVALID, INVOICE_TOTAL_INVALID,
     *     INVOICE_DATE_INVALID)
     */
    public Stored<Invoice> draft(Principal by, InvoiceContent content, RequestIdentity request) {
        String id = request.derivedId(by.organisation());
        return invoices.create(by, new NewAggregate<>(id, Invoice.draft(content),
                List.of(facts.created(invoices.nameOf(id), content.customer())), Set.of(), Optional.of(request)));
    }
}
