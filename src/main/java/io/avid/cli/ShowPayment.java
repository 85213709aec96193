package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.payment.v1.Dispute;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.ListRefundsResponse;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import io.avid.payment.v1.Refund;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One payment with its refunds. */
@Command(name = "show", description = "Show a payment with its fee and its refunds.",
        footer = {"", "Example:", "  ./avid payment show payments/…"})
final class ShowPayment extends AskingCommand {
    private static final String PREFIX = "payments/";

    @Parameters(paramLabel = "NAME", description = "payments/…, as ./avid payment list shows it.")
    private String name;

    @Option(names = "--json", description = "One object: the fields of avid.payment.v1.Payment, and refunds.")
    private boolean json;

    ShowPayment(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var payments = PaymentServiceGrpc.newBlockingStub(connection.channel());
        Payment payment = payments.getPayment(GetPaymentRequest.newBuilder().setName(full(name)).build());
        List<Refund> refunds = refunds(payments, payment);
        if (json) {
            out().println(JsonText.object(document -> {
                JsonText.writeFields(document, payment);
                document.name("refunds").beginArray();
                for (Refund refund : refunds) {
                    JsonText.write(document, refund);
                }
                document.endArray();
            }));
        } else {
            print(payment, refunds);
        }
        return 0;
    }

    static String full(String name) {
        return name.startsWith(PREFIX) ? name : PREFIX + name;
    }

    private static List<Refund> refunds(PaymentServiceBlockingStub payments, Payment payment) {
        var refunds = new ArrayList<Refund>();
        Pages.follow(
                token -> payments.listRefunds(ListRefundsRequest.newBuilder()
                        .setPayment(payment.getName()).setPageSize(Pages.LARGEST).setPageToken(token).build()),
                ListRefundsResponse::getNextPageToken,
                page -> refunds.addAll(page.getRefundsList()) || true);
        return refunds;
    }

    private void print(Payment payment, List<Refund> refunds) {
        var table = new Table().words("").words("");
        PaymentText.rows(table, payment);
        table.row("state", PaymentText.state(payment));
        table.row("customer", payment.getCustomer());
        row(table, "for", payment.getReference());
        row(table, "card", payment.getMethod());
        row(table, "link", payment.getPaymentLink());
        row(table, "proof at", payment.getActionUrl());
        row(table, "taken on", payment.getPaidDate());
        row(table, "at Stripe", payment.getStripePaymentIntent());
        row(table, "asked for", ShowCustomer.instant(payment.getCreateTime()));
        table.print(out());
        if (payment.getDisputesCount() > 0) {
            out().println();
            var disputed = new Table().words("disputed").words("why").figures("amount").figures("fee").words("taken").words("given back")
                    .words("evidence due").words("at Stripe");
            payment.getDisputesList().forEach(dispute -> disputed.row(state(dispute), dispute.getReason(), ShowInvoice.amount(dispute.getAmount()),
                    dispute.hasFee() ? ShowInvoice.amount(dispute.getFee()) : "", dispute.getWithdrawnDate(), dispute.getReinstatedDate(),
                    ShowCustomer.instant(dispute.getEvidenceDueTime()), dispute.getStripeDispute()));
            disputed.print(out());
        }
        if (!refunds.isEmpty()) {
            out().println();
            var given = new Table().words("refund").words("state").figures("amount").words("day").words("reason");
            refunds.forEach(refund -> given.row(refund.getName(), state(refund), ShowInvoice.amount(refund.getAmount()),
                    refund.getRefundDate(), refund.getFailure().isEmpty() ? refund.getReason() : refund.getFailure()));
            given.print(out());
        }
    }

    private static String state(Dispute dispute) {
        return dispute.getState().name().replace("DISPUTE_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String state(Refund refund) {
        return refund.getState().name().replace("REFUND_", "").toLowerCase(Locale.ROOT);
    }

    private static void row(Table table, String what, String value) {
        if (!value.isEmpty()) {
            table.row(what, value);
        }
    }
}
