package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid invoice}: raises, shows, collects and voids invoices. */
@Command(name = "invoice", description = "Raise, issue, show, list, collect and void invoices.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid invoice list --open"})
final class InvoiceCommands implements Runnable {
    private InvoiceCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new InvoiceCommands())
                .addSubcommand(new RaiseInvoice(avid))
                .addSubcommand(new IssueInvoice(avid))
                .addSubcommand(new ShowInvoice(avid))
                .addSubcommand(new ListInvoices(avid))
                .addSubcommand(new CollectInvoice(avid))
                .addSubcommand(new VoidInvoice(avid))
                .addSubcommand(new LinkInvoice(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? raise, issue DRAFT, show NUMBER, list, collect NUMBER, void NUMBER or link NUMBER.");
    }
}
