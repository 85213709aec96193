package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Writes the AOT cache: Avid starts fully beside the stand-ins, on a port of its own, answers, and is ended in order.
///
/// @param system whose stand-ins are up
/// @param jar what is trained
record TrainAotCache(LocalSystem system, AvidJar jar) {

    private static final long START_SECONDS = 240;
    /// Writing the cache takes as long as the start again.
    private static final long END_SECONDS = 240;
    private static final long POLL_MILLIS = 100;

    void run() throws IOException, InterruptedException {
        Path aside = jar.folder().resolve("avid.aot.aside");
        Files.deleteIfExists(aside);
        int port = new FreePorts().next();
        List<String> command = jar.trainingCommand(aside);
        command.addAll(List.of(AvidJar.configuration(system.state().avidProperties()), "--avid.edge.port=" + port));
        Path log = system.state().log("training");
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Thread withUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(withUs);
        try {
            HealthCheck health = HealthCheck.http(java.net.URI.create("http://127.0.0.1:" + port + "/health"), "");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!health.isHealthy()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("Avid did not start for training. The end of its log (" + log + "):\n" + LogFile.lastLines(log, 25));
                }
                Thread.sleep(POLL_MILLIS);
            }
            process.destroy();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || !Files.exists(aside)) {
                throw new IOException("Avid wrote no start-up cache when it ended. The end of its log (" + log + "):\n" + LogFile.lastLines(log, 25));
            }
            Files.move(aside, jar.aotCache(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(withUs);
        }
    }
}
