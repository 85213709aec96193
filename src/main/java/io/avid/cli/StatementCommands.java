package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid statement}: issues statements. */
@Command(name = "statement", description = "Issue statements of account.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid statement issue --customer 0379-NEVHP --from 2012-01-01 --to 2012-12-31 --out statement.pdf"})
final class StatementCommands implements Runnable {
    private StatementCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new StatementCommands()).addSubcommand(new IssueStatement(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? issue.");
    }
}
