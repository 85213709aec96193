package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.cli.connection.Connection;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a draft final: number, charge and PDF. */
@Command(name = "issue", description = "Issue a draft: it gets its number, its charge is posted, its PDF is filed.",
        footer = {"", "Example:", "  ./avid invoice issue invoices/… --pdf invoice.pdf"})
final class IssueInvoice extends AskingCommand {
    @Parameters(paramLabel = "DRAFT", description = "invoices/…, as ./avid invoice list --state DRAFT shows it.")
    private String draft;

    @Option(names = "--locale", paramLabel = "TAG", defaultValue = "", description = "Language of the PDF, such as de-DE; the organisation's without it.")
    private String locale;

    @Option(names = "--collect", description = "Then take the money by the customer's saved card.")
    private boolean collect;

    @Option(names = "--pdf", paramLabel = "FILE", description = "Write the invoice's PDF to this file.")
    private String pdf;

    @Option(names = "--json", description = "One object: process, state, message, invoice, collection.")
    private boolean json;

    IssueInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var request = RaiseInvoiceRequest.newBuilder().setDraft(new FindInvoice(connection.channel()).name(draft)).setLocale(locale).build();
        return new ReportRaised(avid(), connection, json, Optional.ofNullable(pdf), collect)
                .report(new DoOnce(avid(), connection).process("issue", request, id -> BillingServiceGrpc.newBlockingStub(connection.channel())
                        .raiseInvoice(request.toBuilder().setRequestId(id).build())));
    }
}
