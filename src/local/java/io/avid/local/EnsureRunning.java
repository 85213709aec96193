package io.avid.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes processes of a copy run and be well, whatever they are now.
///
/// A process that runs, is healthy and was started from what is built now is left alone; anything else under its name is
/// ended and started. On a busy machine a healthy one may be slow to say so: it is asked for [#SLOW_MILLIS] before it is
/// taken for ill. Until this is closed, an interruption of the command (Ctrl-C) ends what it has started itself, so
/// that nothing half-done stays; what was running before goes on.
final class EnsureRunning implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final long SLOW_MILLIS = 10_000;

    private final StateFolder state;
    private final Progress progress;
    private final List<RunningProcess> startedHere = new ArrayList<>();
    private final Thread cleanUp = new Thread(this::endWhatWasStartedHere);
    private boolean interrupted;
    private boolean closed;

    EnsureRunning(StateFolder state, Progress progress) {
        this.state = state;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /// @param builtFrom files of this project whose change makes a restart necessary
    /// @return true if it had to be started
    /// @throws IOException when it does not become healthy, with the end of its log
    boolean ensure(StandIn standIn, List<Path> builtFrom) throws Exception {
        RunningProcess process = new RunningProcess(state, standIn.name());
        String fingerprint = RunningProcess.fingerprint(standIn, builtFrom);
        if (process.wasStartedAs(fingerprint) && livesAndIsHealthy(process, standIn)) {
            return false;
        }
        return progress.during(standIn.name(), () -> {
            process.stop(false);
            begin(process, standIn, fingerprint);
            awaitHealth(process, standIn);
            return true;
        });
    }

    private static boolean livesAndIsHealthy(RunningProcess process, StandIn standIn) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS);
        while (process.find().isPresent()) {
            if (standIn.health().isHealthy()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private synchronized void begin(RunningProcess process, StandIn standIn, String fingerprint) throws IOException, InterruptedException {
        refuseIfInterrupted(standIn);
        startedHere.add(process);
        process.start(standIn, fingerprint);
    }

    private synchronized void refuseIfInterrupted(StandIn standIn) throws IOException {
        if (interrupted) {
            throw new IOException("Interrupted before " + standIn.name() + " was up.");
        }
    }

    private void awaitHealth(RunningProcess process, StandIn standIn) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + standIn.patience().toNanos();
        while (!standIn.health().isHealthy() || process.find().isEmpty()) {
            refuseIfInterrupted(standIn);
            boolean alive = process.find().isPresent();
            if (!alive || System.nanoTime() > deadline) {
                process.stop(false);
                throw new IOException(standIn.name() + (alive ? " is not healthy after " + standIn.patience().toSeconds() + " s"
                        : " ended right after its start") + ". The end of its log (" + state.log(standIn.name()) + "):\n"
                        + LogFile.lastLines(state.log(standIn.name()), 25));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private synchronized void endWhatWasStartedHere() {
        interrupted = true;
        if (closed || startedHere.isEmpty()) {
            return;
        }
        for (RunningProcess process : startedHere) {
            try {
                process.stop(false);
            } catch (IOException | InterruptedException e) {
                System.err.println("Could not end " + process.name() + ": " + e.getMessage() + "; ./avid down does.");
            }
        }
        System.err.println("Interrupted; what this command had started is ended again.");
    }

    /// From now on everything started stays, whatever happens to this command.
    @Override
    public synchronized void close() {
        if (!closed && !interrupted) {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
        closed = true;
    }
}
