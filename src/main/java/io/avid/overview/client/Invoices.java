package io.avid.overview.client;

import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.avid.invoice.v1.ListInvoicesRequest;
import java.util.List;

/** What overview asks of module invoice. */
public final class Invoices {
    private final InvoiceServiceBlockingStub invoices;
    private final PartDeadline deadline;

    public Invoices(InvoiceServiceBlockingStub invoices, PartDeadline deadline) {
        this.invoices = invoices;
        this.deadline = deadline;
    }

    /** A customer's latest invoices without their lines, which would make a page too long to send. */
    public List<Invoice> latest(String customer, int count) {
        return deadline.on(invoices).listInvoices(ListInvoicesRequest.newBuilder()
                        .setCustomer(customer)
                        .setPageSize(count)
                        .build())
                .getInvoicesList().stream()
                .map(invoice -> invoice.toBuilder().clearLines().clearTaxLines().clearMemo().build())
                .toList();
    }
}
