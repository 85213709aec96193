package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.CommandFailure;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.process.v1.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes the money for an invoice and waits for it, the customer's proof to the bank included. */
final class CollectMoney {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LONGEST_WITHOUT_PAYMENT = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAYMENT = Duration.ofMinutes(30);

    private final AvidCommand avid;
    private final Connection connection;
    private boolean challengeSaid;

    CollectMoney(AvidCommand avid, Connection connection) {
        this.avid = avid;
        this.connection = connection;
    }

    Collected run(CollectInvoiceRequest request) {
        Process last = new DoOnce(avid, connection).process("collect", request,
                id -> BillingServiceGrpc.newBlockingStub(connection.channel()).collectInvoice(request.toBuilder().setRequestId(id).build()),
                this::sayChallenge, process -> false);
        // A customer's own login sees no processes, but its payments.
        Optional<Payment> payment = FollowSteps.hasEnded(last) ? payment(last) : Optional.of(awaitPayment(request.getInvoice(), last));
        Invoice invoice = InvoiceServiceGrpc.newBlockingStub(connection.channel())
                .getInvoice(GetInvoiceRequest.newBuilder().setName(request.getInvoice()).build());
        return new Collected(last, payment, invoice);
    }

    private void sayChallenge(Process process) {
        if (!challengeSaid && !FollowSteps.hasEnded(process)) {
            payment(process).ifPresent(this::sayChallenge);
        }
    }

    private void sayChallenge(Payment payment) {
        if (!challengeSaid && payment.getState() == PaymentState.REQUIRES_ACTION && !payment.getActionUrl().isEmpty()) {
            challengeSaid = true;
            avid.surroundings().error().println("The bank wants a proof that it is the customer. Open this address; this command goes on waiting:");
            avid.surroundings().error().println("  " + payment.getActionUrl());
        }
    }

    private Optional<Payment> payment(Process process) {
        String name = process.getReferencesMap().getOrDefault("payment", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(PaymentServiceGrpc.newBlockingStub(connection.channel())
                .getPayment(GetPaymentRequest.newBuilder().setName(name).build()));
    }

    private Payment awaitPayment(String invoice, Process process) {
        Instant begun = avid.surroundings().time().instant();
        while (true) {
            var latest = PaymentServiceGrpc.newBlockingStub(connection.channel())
                    .listPayments(ListPaymentsRequest.newBuilder().setReference(invoice).setPageSize(1).build()).getPaymentsList().stream()
                    .filter(payment -> payment.getCreateTime().getSeconds() >= process.getCreateTime().getSeconds()).findFirst();
            latest.ifPresent(this::sayChallenge);
            if (latest.filter(CollectMoney::isFinal).isPresent()) {
                return latest.get();
            }
            Instant now = avid.surroundings().time().instant();
            if (now.isAfter(begun.plus(latest.isPresent() ? LONGEST_PAYMENT : LONGEST_WITHOUT_PAYMENT))) {
                throw new CommandFailure("No payment of " + invoice + " came to an end. See ./avid payment list; the collection goes on in Avid as "
                        + process.getName() + ".");
            }
            avid.surroundings().pause(BETWEEN_LOOKS);
        }
    }

    private static boolean isFinal(Payment payment) {
        return switch (payment.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, REQUIRES_ACTION, PAYMENT_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
