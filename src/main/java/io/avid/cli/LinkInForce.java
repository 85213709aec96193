package io.avid.cli;

import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentLinkState;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The page at which an invoice can be paid just now: who made it may have lost its address. It is the one of the
 * process that has the invoice reserved.
 */
final class LinkInForce {
    private static final String PROCESS = "processes/";

    /** Somebody else's process, or a login that may not see it: then there is nothing to show. */
    private static final Set<Status.Code> HIDDEN = EnumSet.of(Status.Code.NOT_FOUND, Status.Code.PERMISSION_DENIED);

    private final Channel channel;

    LinkInForce(Channel channel) {
        this.channel = channel;
    }

    Optional<PaymentLink> of(String invoice) {
        return of(InvoiceServiceGrpc.newBlockingStub(channel).getInvoice(GetInvoiceRequest.newBuilder().setName(invoice).build()));
    }

    Optional<PaymentLink> of(Invoice invoice) {
        if (!invoice.getReservedBy().startsWith(PROCESS)) {
            return Optional.empty();
        }
        try {
            String link = AskOrchestrator.of(invoice.getReservedBy(), channel).get(invoice.getReservedBy())
                    .getReferencesMap().getOrDefault("payment_link", "");
            return link.isEmpty() ? Optional.empty() : Optional.of(PaymentServiceGrpc.newBlockingStub(channel)
                    .getPaymentLink(GetPaymentLinkRequest.newBuilder().setName(link).build()))
                    .filter(found -> found.getState() == PaymentLinkState.LINK_OPEN);
        } catch (StatusRuntimeException e) {
            if (HIDDEN.contains(e.getStatus().getCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
