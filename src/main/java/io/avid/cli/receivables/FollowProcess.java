package io.avid.cli.receivables;

import io.avid.cli.connection.Patience;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.ProgressLine;
import io.avid.cli.terminal.Surroundings;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;

/** Watches a process until it has ended, or until it has stood still for long. */
final class FollowProcess {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(10);

    private final Surroundings surroundings;
    private final Channel channel;
    private final Patience patience;
    private final ProgressLine progress;

    FollowProcess(Surroundings surroundings, Channel channel, Patience patience, ProgressLine progress) {
        this.surroundings = surroundings;
        this.channel = channel;
        this.patience = patience;
        this.progress = progress;
    }

    Process toItsEnd(Process started) {
        Process process = started;
        Instant moved = surroundings.time().instant();
        Duration pause = FIRST_PAUSE;
        String said = "";
        while (!hasEnded(process)) {
            progress.show("Importing", process.getItemsDone(), process.getItemsTotal());
            if (process.getState() == ProcessState.WAITING && !process.getMessage().equals(said)) {
                said = process.getMessage();
                progress.say("The import waits: " + said);
            }
            surroundings.pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            Process next = patience.ask(() -> OnboardingServiceGrpc.newBlockingStub(channel)
                    .getProcess(GetProcessRequest.newBuilder().setName(started.getName()).build()));
            Instant now = surroundings.time().instant();
            if (!next.equals(process)) {
                moved = now;
            } else if (now.isAfter(moved.plus(LONGEST_STANDSTILL))) {
                throw new CommandFailure("The import has stood still for " + LONGEST_STANDSTILL.toMinutes() + " minutes. See ./avid process show "
                        + started.getName() + " and ./avid logs; this same command takes it up.");
            }
            process = next;
        }
        progress.show("Importing", process.getItemsDone(), process.getItemsTotal());
        return process;
    }

    private static boolean hasEnded(Process process) {
        return switch (process.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, RUNNING, WAITING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
