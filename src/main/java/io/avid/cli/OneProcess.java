package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessStep;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One process, asked of the module that runs it, which its name tells. */
abstract class OneProcess extends AskingCommand {
    private static final String PREFIX = "processes/";

    @Parameters(paramLabel = "NAME", description = "processes/…, as ./avid process list shows it.")
    private String name;

    @Option(names = "--json", description = "One object with the fields of avid.process.v1.Process.")
    private boolean json;

    OneProcess(AvidCommand avid) {
        super(avid);
    }

    @Command(name = "show", description = "Show where a process stands, step by step.",
            footer = {"", "Example:", "  ./avid process show processes/onboarding-… --json | jq .counters"})
    static final class Show extends OneProcess {
        Show(AvidCommand avid) {
            super(avid);
        }

        @Override
        Process act(AskOrchestrator orchestrator, Process process) {
            return process;
        }
    }

    @Command(name = "retry", description = "Take up a failed or waiting process at once, where it stopped.",
            footer = {"", "Example:", "  ./avid process retry processes/onboarding-…"})
    static final class Retry extends OneProcess {
        Retry(AvidCommand avid) {
            super(avid);
        }

        @Override
        Process act(AskOrchestrator orchestrator, Process process) {
            return orchestrator.retry(process, requestId("retry", process));
        }
    }

    @Command(name = "cancel", description = "End a process before its next chunk. What it had done stays done.",
            footer = {"", "Example:", "  ./avid process cancel processes/onboarding-…"})
    static final class Cancel extends OneProcess {
        Cancel(AvidCommand avid) {
            super(avid);
        }

        @Override
        Process act(AskOrchestrator orchestrator, Process process) {
            return orchestrator.cancel(process, requestId("cancel", process));
        }
    }

    /** Does what is asked to the process as it stands. */
    abstract Process act(AskOrchestrator orchestrator, Process process);

    @Override
    final int ask(Connection connection) {
        String full = name.startsWith(PREFIX) ? name : PREFIX + name;
        var orchestrator = AskOrchestrator.of(full, connection.channel());
        Process process = act(orchestrator, orchestrator.get(full));
        if (json) {
            out().println(JsonText.of(process));
        } else {
            print(process);
        }
        return 0;
    }

    // Repeating the command while nothing changed is the same request; after a change it is a new one.
    private static String requestId(String verb, Process process) {
        return "cli/" + verb + "/" + process.getName() + "/" + process.getEtag();
    }

    /** How far it has come, for people. */
    static String done(Process process) {
        return process.getItemsTotal() == 0 ? ""
                : Amounts.count(process.getItemsDone()) + " of " + Amounts.count(process.getItemsTotal());
    }

    private void print(Process process) {
        var table = new Table().words("").words("");
        table.row("process", process.getName());
        table.row("type", process.getType());
        table.row("state", process.getState().name().toLowerCase(Locale.ROOT));
        row(table, "message", process.getMessage());
        row(table, "done", done(process));
        row(table, "started", ShowCustomer.instant(process.getCreateTime()));
        row(table, "changed", ShowCustomer.instant(process.getUpdateTime()));
        row(table, "ended", ShowCustomer.instant(process.getEndTime()));
        process.getReferencesMap().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(reference -> table.row(reference.getKey(), reference.getValue()));
        table.print(out());
        if (process.getStepsCount() > 0) {
            out().println();
            var steps = new Table().words("step").words("state").figures("attempt").words("due").words("message");
            for (ProcessStep step : process.getStepsList()) {
                steps.row(step.getStep(), step.getState().name().toLowerCase(Locale.ROOT),
                        step.getAttempt() == 0 ? "" : Integer.toString(step.getAttempt()),
                        ShowCustomer.instant(step.getDueTime()), step.getMessage());
            }
            steps.print(out());
        }
        if (process.getCountersCount() > 0) {
            out().println();
            var counters = new Table().words("counter").figures("count");
            process.getCountersMap().entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .forEach(counter -> counters.row(counter.getKey(), Amounts.count(counter.getValue())));
            counters.print(out());
        }
    }

    private static void row(Table table, String what, String value) {
        if (!value.isEmpty()) {
            table.row(what, value);
        }
    }
}
