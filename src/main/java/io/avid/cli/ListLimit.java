package io.avid.cli;

import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.WrongUsage;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Option;

/** How much of a list is wanted, and the word about what was left out. */
final class ListLimit {
    private static final int DEFAULT = 50;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "" + DEFAULT, description = "How many at most; 50 without it.")
    private int limit;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    private boolean moreLeft;

    /** How many the next page should hold. */
    int pageSize(int taken) {
        if (limit < 1) {
            throw new WrongUsage("--limit is " + limit + "; expected 1 or more, or --all.");
        }
        return all ? Pages.LARGEST : Math.min(Pages.LARGEST, limit - taken);
    }

    /** Whether to go on after {@code taken}. */
    boolean wantsAfter(int taken, boolean more) {
        boolean wants = all || taken < limit;
        moreLeft |= more && !wants;
        return wants;
    }

    /** As much as is wanted of what several lists brought together. */
    <T> List<T> cut(List<T> taken) {
        if (all || taken.size() <= limit) {
            return taken;
        }
        moreLeft = true;
        return taken.subList(0, limit);
    }

    /** Says on standard error that there are more, where there are. */
    void sayWhatIsLeft(PrintStream error, int taken, String what) {
        if (moreLeft) {
            error.println("These are the first " + Amounts.count(taken) + " " + what + "; --limit N or --all shows more.");
        } else if (taken == 0) {
            error.println("There are no " + what + " to show.");
        }
    }
}
