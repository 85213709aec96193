package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A stand-in that lives no longer than the process which started it, even if that is killed.
public final class ChildProcess implements AutoCloseable {

    private static final long POLL_MILLIS = 50;

    private final StandIn standIn;
    private final Process process;
    private final Path log;

    private ChildProcess(StandIn standIn, Process process, Path log) {
        this.standIn = standIn;
        this.process = process;
        this.log = log;
    }

    /// Starts it and waits until it is healthy.
    static ChildProcess start(StandIn standIn, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path log = folder.resolve(standIn.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(standIn.commandTiedToParent()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(standIn.environment());
        Process process = builder.start();
        ChildProcess child = new ChildProcess(standIn, process, log);
        long deadline = System.nanoTime() + standIn.patience().toNanos();
        while (!standIn.health().isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                child.kill();
                throw new IOException(standIn.name() + (process.isAlive() ? " is not healthy after " + standIn.patience()
                        : " ended with status " + process.waitFor()) + ". The end of its output:\n" + child.endOfLog());
            }
            Thread.sleep(POLL_MILLIS);
        }
        return child;
    }

    /// Ends it as `kill -9` does, and returns when it is gone.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /// The same process again, on the same ports and data.
    public ChildProcess startAgain() throws IOException, InterruptedException {
        return start(standIn, log.getParent());
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
