package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.cli.terminal.WrongUsage;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.Refund;
import io.avid.payment.v1.RefundState;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives money of a payment back. */
@Command(name = "refund",
        description = {
            "Give money of a payment back: all that is left of it, or a part.",
            "The invoice is owed again by this amount, unless --credit says that the customer need not pay it again."
        },
        footer = {"", "Example:", "  ./avid payment refund payments/… --amount 12.34 --reason \"Two loaves were missing\" --credit"})
final class RefundPayment extends AskingCommand {
    @Parameters(paramLabel = "NAME", description = "payments/…, as ./avid payment list shows it.")
    private String name;

    @Option(names = "--amount", paramLabel = "AMOUNT", description = "How much, such as 12.34; all that is left without it.")
    private String amount;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for people and the receipt; no personal data.")
    private String reason;

    @Option(names = "--credit", description = "Credit the invoice by the same amount, so that it is not owed again.")
    private boolean credit;

    @Option(names = "--json", description = "One object: process, state, message, transaction, receipt, refund.")
    private boolean json;

    RefundPayment(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var payments = PaymentServiceGrpc.newBlockingStub(connection.channel());
        String payment = ShowPayment.full(name);
        var request = RefundPaymentRequest.newBuilder().setPayment(payment).setReason(reason).setCreditInvoice(credit);
        if (amount != null) {
            String currency = payments.getPayment(GetPaymentRequest.newBuilder().setName(payment).build()).getAmount().getCurrencyCode();
            long minor = Amounts.given("--amount", amount, currency);
            if (minor == 0) {
                throw new WrongUsage("--amount is 0; expected how much to give back, or no --amount for all that is left.");
            }
            request.setAmountMinor(minor);
        }
        Process ended = new DoOnce(avid(), connection).process("refund", request.build(),
                id -> BillingServiceGrpc.newBlockingStub(connection.channel()).refundPayment(request.clone().setRequestId(id).build()));
        Optional<Refund> refund = Optional.of(ended.getReferencesMap().getOrDefault("refund", "")).filter(made -> !made.isEmpty())
                .map(made -> payments.getRefund(GetRefundRequest.newBuilder().setName(made).build()));
        boolean done = ended.getState() == ProcessState.SUCCEEDED;
        if (json) {
            out().println(json(ended, refund));
        } else {
            refund.ifPresent(made -> print(ended, made));
        }
        if (!done) {
            error().println(FollowSteps.failure("The refund", ended));
        }
        return done ? 0 : AvidCommand.FAILURE;
    }

    private static String json(Process ended, Optional<Refund> refund) {
        return JsonText.object(document -> {
            document.name("process").value(ended.getName());
            document.name("state").value(ended.getState().name());
            document.name("message").value(ended.getMessage());
            document.name("transaction").value(ended.getReferencesMap().getOrDefault("transaction", ""));
            document.name("receipt").value(ended.getReferencesMap().getOrDefault("receipt", ""));
            if (refund.isPresent()) {
                document.name("refund");
                JsonText.write(document, refund.get());
            }
        });
    }

    private void print(Process ended, Refund refund) {
        var table = new Table().words("").words("");
        table.row(refund.getState() == RefundState.REFUND_SUCCEEDED ? "given back" : "not given back", ShowInvoice.amount(refund.getAmount()));
        table.row("state", ShowPayment.state(refund));
        if (!refund.getFailure().isEmpty()) {
            table.row("because", refund.getFailure());
        }
        table.row("refund", refund.getName());
        table.row("of payment", refund.getPayment());
        String receipt = ended.getReferencesMap().getOrDefault("receipt", "");
        if (!receipt.isEmpty()) {
            table.row("receipt", receipt);
        }
        if (ended.getState() == ProcessState.SUCCEEDED && !ended.getMessage().isEmpty()) {
            table.row("note", ended.getMessage());
        }
        table.print(out());
    }
}
