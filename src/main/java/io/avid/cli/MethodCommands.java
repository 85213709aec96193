package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid method}: saves, lists and forgets cards. */
@Command(name = "method", description = "Save, list, prefer and detach customers' cards.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid method add --card 4242424242424242 --customer 0379-NEVHP"})
final class MethodCommands implements Runnable {
    private MethodCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new MethodCommands())
                .addSubcommand(new AddMethod(avid))
                .addSubcommand(new ListMethods(avid))
                .addSubcommand(new OneMethod.Prefer(avid))
                .addSubcommand(new OneMethod.Detach(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? add, list, prefer NAME or detach NAME.");
    }
}
