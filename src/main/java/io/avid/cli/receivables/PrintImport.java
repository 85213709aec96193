package io.avid.cli.receivables;

import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.Surroundings;
import io.avid.cli.terminal.Table;
import io.avid.platform.process.v1.Process;
import java.nio.file.Path;

/** What an import did, for people. */
final class PrintImport {
    private final Surroundings surroundings;

    PrintImport(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    void summary(Path file, Process ended, boolean dryRun) {
        surroundings.out().println((dryRun ? "A dry run, nothing is written. Of " : "Of ") + file.getFileName() + " (" + ended.getName() + "):");
        var table = new Table().words("").figures("");
        ImportCounters.inOrder(ended).forEach((name, count) -> table.row("  " + name.replace('_', ' '), Amounts.count(count)));
        table.print(surroundings.out());
    }
}
