package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid import}: brings files in. */
@Command(name = "import", description = "Bring a file in.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid import receivables invoices.csv"})
final class ImportCommands implements Runnable {
    private ImportCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new ImportCommands()).addSubcommand(new ImportReceivables(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? receivables FILE.");
    }
}
