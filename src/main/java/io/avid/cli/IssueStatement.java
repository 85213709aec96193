package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.statement.v1.StatementServiceGrpc;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Issues a customer's statement of a period. */
@Command(name = "issue",
        description = {
            "Issue a customer's statement of a period: opening balance, every entry, closing balance, open items by age.",
            "Its PDF is filed as a document; --out also writes it to a file."
        },
        footer = {"", "Example:", "  ./avid statement issue --customer 0379-NEVHP --from 2012-01-01 --to 2012-12-31 --out statement.pdf"})
final class IssueStatement extends AskingCommand {
    @Option(names = "--customer", paramLabel = "NAME", required = true, description = "Whose: customers/…, or its external id.")
    private String customer;

    @Option(names = "--from", paramLabel = "DATE", required = true, description = "First day, YYYY-MM-DD.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", required = true, description = "Last day, YYYY-MM-DD.")
    private LocalDate to;

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "", description = "ISO 4217; the customer's only one without it.")
    private String currency;

    @Option(names = "--locale", paramLabel = "TAG", defaultValue = "", description = "Language of the PDF, such as de-DE; the organisation's without it.")
    private String locale;

    @Option(names = {"--out", "--pdf"}, paramLabel = "FILE", description = "Write the PDF to this file.")
    private String file;

    @Option(names = "--json", description = "One object: process, state, message, document.")
    private boolean json;

    IssueStatement(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        if (to.isBefore(from)) {
            throw new WrongUsage("--to is " + to + ", which is before --from, " + from + "; expected that day or a later one.");
        }
        if (!currency.isEmpty()) {
            CurrencyCode.of(currency);
        }
        var request = IssueStatementRequest.newBuilder().setCustomer(new FindCustomer(connection.channel()).name(customer))
                .setFromDate(from.toString()).setToDate(to.toString()).setCurrencyCode(currency).setLocale(locale).build();
        Process ended = new DoOnce(avid(), connection).process("statement", request,
                id -> StatementServiceGrpc.newBlockingStub(connection.channel()).issueStatement(request.toBuilder().setRequestId(id).build()));
        boolean done = ended.getState() == ProcessState.SUCCEEDED;
        String document = ended.getReferencesMap().getOrDefault("document", "");
        if (json) {
            out().println(JsonText.object(object -> {
                object.name("process").value(ended.getName());
                object.name("state").value(ended.getState().name());
                object.name("message").value(ended.getMessage());
                object.name("document").value(document);
            }));
        } else if (done) {
            out().println(document);
        }
        if (!done) {
            error().println(FollowSteps.failure("The statement", ended));
            return AvidCommand.FAILURE;
        }
        if (file != null) {
            new SaveDocument(avid(), connection).to(document, file);
        }
        return 0;
    }
}
