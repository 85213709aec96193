package io.avid.cli;

import io.avid.cli.connection.Patience;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.Surroundings;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.ProcessStep;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Watches a process of named steps and says on standard error which are done and why one waits. */
final class FollowSteps {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    // What passes at once is no news.
    private static final Duration WAIT_WORTH_TELLING = Duration.ofSeconds(1);
    // Longer than a person needs who has to prove to a bank that it is them.
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(30);

    private final Surroundings surroundings;
    private final Channel channel;
    private final Patience patience;
    private final Consumer<Process> seen;
    private final Predicate<Process> enough;
    private final Map<String, Instant> waits = new HashMap<>();
    private final Set<String> said = new HashSet<>();

    FollowSteps(Surroundings surroundings, Channel channel, Patience patience, Consumer<Process> seen, Predicate<Process> enough) {
        this.surroundings = surroundings;
        this.channel = channel;
        this.patience = patience;
        this.seen = seen;
        this.enough = enough;
    }

    /** The process at its end, or as it was last seen where the login may not see processes. */
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
            Process next;
            try {
                next = patience.ask(() -> orchestrator.get(started.getName()));
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
                    return process;
                }
                throw e;
            }
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
                // Why, is told of the process at its end.
                case FAILED -> say(step, "failed");
                case CANCELLED -> say(step, "cancelled");
                case WAITING -> tellWait(step);
                case PENDING, RUNNING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> { }
            }
        }
    }

    private void tellWait(ProcessStep step) {
        Instant now = surroundings.time().instant();
        Instant since = waits.computeIfAbsent(step.getStep() + " " + step.getMessage(), wait -> now);
        if (!step.getMessage().isEmpty() && !now.isBefore(since.plus(WAIT_WORTH_TELLING))) {
            say(step, "waits: " + step.getMessage());
        }
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
        return what + how + why + " " + FailureAdvice.of(ended);
    }
}
