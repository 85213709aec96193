package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid document}: lists and gets documents. */
@Command(name = "document", description = "List documents and get their content.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid document list --kind import-rejects"})
final class DocumentCommands implements Runnable {
    private DocumentCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new DocumentCommands())
                .addSubcommand(new ListDocuments(avid))
                .addSubcommand(new GetDocument(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? list or get NAME.");
    }
}
