package io.avid.cli;

import io.avid.cli.terminal.CommandFailure;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.grpc.Channel;
import java.util.ArrayList;

/** The invoice that somebody means: by its number, or by resource name ({@code invoices/…}). */
final class FindInvoice {
    private static final String PREFIX = "invoices/";

    private final InvoiceServiceBlockingStub invoices;

    FindInvoice(Channel channel) {
        this.invoices = InvoiceServiceGrpc.newBlockingStub(channel);
    }

    /** Its resource name; nothing is asked where it was given. */
    String name(String given) {
        return given.startsWith(PREFIX) ? given : byNumber(given).getName();
    }

    /** The invoice, with its lines. */
    Invoice invoice(String given) {
        return invoices.getInvoice(GetInvoiceRequest.newBuilder().setName(name(given)).build());
    }

    private Invoice byNumber(String number) {
        var found = new ArrayList<Invoice>();
        Pages.follow(
                token -> invoices.listInvoices(ListInvoicesRequest.newBuilder()
                        .setNumber(number).setPageSize(Pages.LARGEST).setPageToken(token).build()),
                ListInvoicesResponse::getNextPageToken,
                page -> {
                    // The number asked for may be the beginning of others.
                    page.getInvoicesList().stream().filter(invoice -> invoice.getNumber().equals(number)).forEach(found::add);
                    return found.isEmpty();
                });
        if (found.isEmpty()) {
            throw new CommandFailure("There is no invoice with the number " + number
                    + " here. Find it by ./avid invoice list, or name it invoices/….");
        }
        return found.getFirst();
    }
}
