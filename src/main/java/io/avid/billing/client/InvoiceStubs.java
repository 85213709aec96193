package io.avid.billing.client;

import io.avid.billing.process.Invoices;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.avid.invoice.v1.IssueInvoiceRequest;
import io.avid.invoice.v1.LinkInvoiceRequest;
import io.avid.invoice.v1.RecordSettlementRequest;
import io.avid.invoice.v1.ReleaseInvoiceRequest;
import io.avid.invoice.v1.ReserveInvoiceRequest;
import io.avid.invoice.v1.VoidInvoiceRequest;
import io.grpc.Channel;
import java.time.LocalDate;
import java.util.Optional;

/** {@link Invoices} by the stubs of module invoice. */
public final class InvoiceStubs implements Invoices {
    private final Channel channel;

    public InvoiceStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Billed get(String invoice) {
        return billed(Calls.of(() -> stub().getInvoice(GetInvoiceRequest.newBuilder().setName(invoice).build())));
    }

    /** Makes a draft; its name. */
    public String draft(Invoice content, String requestId) {
        return Calls.of(() -> stub().createInvoice(
                CreateInvoiceRequest.newBuilder().setInvoice(content).setRequestId(requestId).build())).getName();
    }

    @Override
    public Billed issue(String draft, String requestId) {
        return billed(Calls.of(() -> stub().issueInvoice(
                IssueInvoiceRequest.newBuilder().setName(draft).setRequestId(requestId).build())));
    }

    @Override
    public void link(String invoice, String charge, String document, String requestId) {
        Calls.of(() -> stub().linkInvoice(LinkInvoiceRequest.newBuilder().setName(invoice).setCharge(charge)
                .setDocument(document).setRequestId(requestId).build()));
    }

    @Override
    public void recordSettlement(String invoice, long settledMinor, long position, String requestId) {
        Calls.of(() -> stub().recordSettlement(RecordSettlementRequest.newBuilder().setName(invoice)
                .setSettledMinor(settledMinor).setPosition(position).setRequestId(requestId).build()));
    }

    @Override
    public Billed reserve(String invoice, String holder, String requestId) {
        return billed(Calls.of(() -> stub().reserveInvoice(
                ReserveInvoiceRequest.newBuilder().setName(invoice).setHolder(holder).setRequestId(requestId).build())));
    }

    @Override
    public void release(String invoice, String holder, String reserveRequestId, String requestId) {
        Calls.of(() -> stub().releaseInvoice(ReleaseInvoiceRequest.newBuilder().setName(invoice).setHolder(holder)
                .setReserveRequestId(reserveRequestId).setRequestId(requestId).build()));
    }

    @Override
    public void withdraw(String invoice, String holder, String reason, String requestId) {
        Calls.of(() -> stub().voidInvoice(VoidInvoiceRequest.newBuilder().setName(invoice).setHolder(holder)
                .setReason(reason).setRequestId(requestId).build()));
    }

    private InvoiceServiceBlockingStub stub() {
        return InvoiceServiceGrpc.newBlockingStub(channel);
    }

    private static Billed billed(Invoice invoice) {
        return new Billed(invoice.getName(),
                switch (invoice.getState()) {
                    case DRAFT -> State.DRAFT;
                    case ISSUED -> State.ISSUED;
                    case VOID -> State.VOID;
                    case INVOICE_STATE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException(
                            invoice.getName() + " has a state that this version does not know");
                },
                invoice.getNumber(), invoice.getCustomer(), invoice.getCurrencyCode(), invoice.getTotal().getMinorUnits(),
                day(invoice.getIssueDate()), day(invoice.getDueDate()), invoice.getCharge(), invoice.getDocument());
    }

    private static Optional<LocalDate> day(String given) {
        return given.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(given));
    }
}
