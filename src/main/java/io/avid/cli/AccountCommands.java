package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid account}: shows accounts. */
@Command(name = "account", description = "Show what is owed on accounts.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid account show 0379-NEVHP --as-of 2012-12-31"})
final class AccountCommands implements Runnable {
    private AccountCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new AccountCommands()).addSubcommand(new ShowAccount(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? show NAME.");
    }
}
