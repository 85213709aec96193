package io.avid.cli;

import io.avid.cli.connection.Patience;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.Surroundings;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.ProcessStep;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Watches a process of named steps and says on standard error which are done and why one waits. */
final class FollowSteps {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    // Longer than a person needs who has to prove to a bank that it is them.
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(30);

    private final Surroundings surroundings;
    private final Channel channel;
    private final Patience patience;
    private final Consumer<Process> seen;
    private final Predicate<Process> enough;
    private final Set<String> said = new HashSet<>();

    FollowSteps(Surroundings surroundings, Channel channel, Patience patience, Consumer<Process> seen, Predicate<Process> enough) {
        this.surroundings = surroundings;
        this.channel = channel;
        this.patience = patience;
        this.seen = seen;
        this.enough = enough;
    }

    Process from(Process started) {
        AskOrchestrator orchestrator = AskOrchestrator.of(started.getName(), channel);
        Process process = started;
        Instant moved = surroundings.time().instant();
        Duration pause = FIRST_PAUSE;
        while (true) {
            tell(process);
            seen.accept(process);
            if (hasEnded(process) || enough.test(process)) {
                return process;
            }
            surroundings.pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            Process next = patience.ask(() -> orchestrator.get(started.getName()));
            Instant now = surroundings.time().instant();
            if (!next.equals(process)) {
                moved = now;
            } else if (now.isAfter(moved.plus(LONGEST_STANDSTILL))) {
                throw new CommandFailure(process.getName() + " has stood still for " + LONGEST_STANDSTILL.toMinutes()
                        + " minutes. See ./avid process show " + started.getName() + " and ./avid logs; this same command goes on following it.");
            }
            process = next;
        }
    }

    static boolean hasEnded(Process process) {
        return switch (process.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, RUNNING, WAITING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private void tell(Process process) {
        for (ProcessStep step : process.getStepsList()) {
            switch (step.getState()) {
                case SUCCEEDED -> say(step, "done");
                case FAILED -> say(step, "failed" + reason(step.getMessage()));
                case CANCELLED -> say(step, "cancelled");
                case WAITING -> {
                    if (!step.getMessage().isEmpty()) {
                        say(step, "waits" + reason(step.getMessage()));
                    }
                }
                case PENDING, RUNNING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> { }
            }
        }
    }

    private static String reason(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }

    // A step that waits for the same reason at every attempt is told of once.
    private void say(ProcessStep step, String text) {
        if (said.add(step.getStep() + " " + text)) {
            surroundings.error().println("  " + step.getStep() + " " + text);
        }
    }

    /** What a process that did not succeed says for people, with what to do. */
    static String failure(String what, Process ended) {
        String how = ended.getState() == ProcessState.CANCELLED ? " was cancelled" : " failed";
        String why = ended.getMessage().isEmpty() ? "." : ": " + ended.getMessage() + (ended.getMessage().endsWith(".") ? "" : ".");
        return what + how + why + " See ./avid process show " + ended.getName()
                + (ended.getState() == ProcessState.FAILED ? "; ./avid process retry takes it up where it stopped." : ".");
    }
}
