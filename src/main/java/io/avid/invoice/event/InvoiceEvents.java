package io.avid.invoice.event;

import io.avid.invoice.application.InvoiceFacts;
import io.avid.invoice.v1.InvoiceCreated;
import io.avid.invoice.v1.InvoiceDeleted;
import io.avid.invoice.v1.InvoiceIssued;
import io.avid.invoice.v1.InvoiceUpdated;
import io.avid.invoice.v1.InvoiceVoided;
import io.avid.platform.store.Fact;

/** Module invoice's facts as event messages; they name invoices and customers, never what is billed. */
public final class InvoiceEvents implements InvoiceFacts {
    @Override
    public Fact created(String invoice, String customer) {
        return Fact.of(InvoiceCreated.newBuilder().setInvoice(invoice).setCustomer(customer).build());
    }

    @Override
    public Fact updated(String invoice, String customer) {
        return Fact.of(InvoiceUpdated.newBuilder().setInvoice(invoice).setCustomer(customer).build());
    }

    @Override
    public Fact issued(String invoice, String customer, String number) {
        return Fact.of(InvoiceIssued.newBuilder().setInvoice(invoice).setCustomer(customer).setNumber(number).build());
    }

    @Override
    public Fact voided(String invoice, String customer) {
        return Fact.of(InvoiceVoided.newBuilder().setInvoice(invoice).setCustomer(customer).build());
    }

    @Override
    public Fact deleted(String invoice, String customer) {
        return Fact.of(InvoiceDeleted.newBuilder().setInvoice(invoice).setCustomer(customer).build());
    }
}
