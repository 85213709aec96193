package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.VoidInvoiceRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Withdraws an invoice and undoes its charge. */
@Command(name = "void", description = "Withdraw an issued invoice and undo its charge. It keeps its number. What is settled is to be refunded first.",
        footer = {"", "Example:", "  ./avid invoice void INV-000001 --reason \"Raised for the wrong month\""})
final class VoidInvoice extends AskingCommand {
    @Parameters(paramLabel = "NUMBER", description = "The invoice's number, or invoices/….")
    private String invoice;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for people; no personal data.")
    private String reason;

    @Option(names = "--json", description = "One object: process, state, message, invoice.")
    private boolean json;

    VoidInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        if (reason.isBlank()) {
            throw new WrongUsage("--reason is empty; expected a few words for whoever looks at it later.");
        }
        var request = VoidInvoiceRequest.newBuilder().setInvoice(new FindInvoice(connection.channel()).name(invoice)).setReason(reason).build();
        Process ended = new DoOnce(avid(), connection).process("void", request, id -> BillingServiceGrpc.newBlockingStub(connection.channel())
                .voidInvoice(request.toBuilder().setRequestId(id).build()));
        var after = InvoiceServiceGrpc.newBlockingStub(connection.channel())
                .getInvoice(GetInvoiceRequest.newBuilder().setName(request.getInvoice()).build());
        boolean done = ended.getState() == ProcessState.SUCCEEDED;
        if (json) {
            out().println(JsonText.object(document -> {
                document.name("process").value(ended.getName());
                document.name("state").value(ended.getState().name());
                document.name("message").value(ended.getMessage());
                document.name("invoice");
                JsonText.write(document, after);
            }));
        } else if (done) {
            out().println(after.getNumber() + " is void: " + after.getVoidReason());
        }
        if (!done) {
            error().println(FollowSteps.failure("The voiding of " + after.getNumber(), ended));
        }
        return done ? 0 : AvidCommand.FAILURE;
    }
}
