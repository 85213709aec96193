package io.avid.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Writes the AOT cache: Avid starts fully beside the stand-ins, on a port of its own, answers a read of each module, and
/// is ended in order. Without the reads the first caller would wait for everything that only a call loads: the check of
/// a token, the stores' clients, JSON.
///
/// @param jar what is trained
/// @param configuration Avid's properties, with the addresses of stand-ins that are up
/// @param log where Avid writes meanwhile
/// @param token of someone who may read
record TrainAotCache(AvidJar jar, Path configuration, Path log, String token) {

    private static final List<String> READS = List.of("/v1/ageing?as_of_date=2025-01-31", "/v1/customers", "/v1/accounts", "/v1/transactions",
            "/v1/invoices", "/v1/documents", "/v1/payments", "/v1/processes");

    private static final long START_SECONDS = 240;
    /// Writing the cache takes as long as the start again.
    private static final long END_SECONDS = 240;
    private static final long POLL_MILLIS = 100;
    private static final int READ_MILLIS = 60_000;

    void run() throws IOException, InterruptedException {
        Path aside = jar.folder().resolve("avid.aot.aside");
        Files.deleteIfExists(aside);
        int port = new FreePorts().next();
        List<String> command = jar.trainingCommand(aside);
        command.addAll(List.of(AvidJar.configuration(configuration), "--avid.edge.port=" + port));
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Thread withUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(withUs);
        try {
            HealthCheck health = HealthCheck.http(URI.create("http://127.0.0.1:" + port + "/health"), "");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!health.isHealthy()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("Avid did not start for training. The end of its log (" + log + "):\n" + LogFile.lastLines(log, 25));
                }
                Thread.sleep(POLL_MILLIS);
            }
            for (String path : READS) {
                read(URI.create("http://127.0.0.1:" + port + path));
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

    private void read(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestProperty("authorization", "Bearer " + token);
        connection.setConnectTimeout(HealthCheck.PATIENCE_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("While the start-up cache was trained, GET " + address + " answered " + connection.getResponseCode()
                        + ". The end of Avid's log (" + log + "):\n" + LogFile.lastLines(log, 25));
            }
            connection.getInputStream().readAllBytes();
        } finally {
            connection.disconnect();
        }
    }
}
