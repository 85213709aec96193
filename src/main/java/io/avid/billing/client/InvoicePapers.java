package io.avid.billing.client;

import io.avid.billing.process.RenderInvoice;
import io.avid.document.v1.InvoiceContent;
import io.avid.document.v1.InvoiceType;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.type.v1.Money;
import io.grpc.Channel;

/** {@link RenderInvoice} by module document, of what invoice and customer say. */
public final class InvoicePapers implements RenderInvoice {
    private final Channel invoices;
    private final PaperRequests requests;

    public InvoicePapers(Channel customers, Channel invoices, Channel documents, OrganisationProfiles organisations) {
        this.invoices = invoices;
        this.requests = new PaperRequests(customers, documents, organisations);
    }

    @Override
    public String render(String name, String locale, String requestId) {
        Invoice invoice = Calls.of(() -> InvoiceServiceGrpc.newBlockingStub(invoices)
                .getInvoice(GetInvoiceRequest.newBuilder().setName(name).build()));
        String language = locale.isEmpty() ? requests.profile().locale().toLanguageTag() : locale;
        var content = InvoiceContent.newBuilder()
                .setNumber(invoice.getNumber())
                .setType(InvoiceType.INVOICE_TYPE_INVOICE)
                .setIssueDate(invoice.getIssueDate())
                .setDueDate(invoice.getDueDate())
                .setCurrencyCode(invoice.getCurrencyCode())
                .setSubtotal(invoice.getNet())
                .setTotal(invoice.getTotal())
                .setTerms(invoice.getMemo());
        for (io.avid.invoice.v1.InvoiceLine line : invoice.getLinesList()) {
            content.addLines(io.avid.document.v1.InvoiceLine.newBuilder()
                    .setDescription(line.getDescription())
                    .setQuantity(line.getQuantity())
                    .setUnitPrice(Money.newBuilder().setCurrencyCode(invoice.getCurrencyCode())
                            .setMinorUnits(line.getUnitPriceMinor()))
                    .setTaxRatePercent(line.getTaxPercent())
                    .setAmount(line.getNet()));
        }
        for (io.avid.invoice.v1.TaxLine tax : invoice.getTaxLinesList()) {
            content.addTaxLines(io.avid.document.v1.TaxLine.newBuilder()
                    .setName(taxName(language))
                    .setRatePercent(tax.getTaxPercent())
                    .setTaxableAmount(tax.getNet())
                    .setAmount(tax.getTax()));
        }
        return requests.render(requests.request(invoice.getCustomer(), language, requestId)
                .setKind("invoice")
                .setFileName("Invoice " + invoice.getNumber() + ".pdf")
                .setInvoice(content));
    }

    private static String taxName(String language) {
        return language.startsWith("de") ? "USt." : "Tax";
    }
}
