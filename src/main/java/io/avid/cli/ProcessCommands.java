package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid process}: lists, shows, retries and cancels processes. */
@Command(name = "process", description = "List, show, retry and cancel processes such as imports and collections.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid process list --state FAILED"})
final class ProcessCommands implements Runnable {
    private ProcessCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new ProcessCommands())
                .addSubcommand(new ListProcesses(avid))
                .addSubcommand(new OneProcess.Show(avid))
                .addSubcommand(new OneProcess.Retry(avid))
                .addSubcommand(new OneProcess.Cancel(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? list, show NAME, retry NAME or cancel NAME.");
    }
}
