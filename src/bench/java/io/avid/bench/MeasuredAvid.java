package io.avid.bench;

import io.avid.local.AvidJar;
import io.avid.local.ProjectFolder;
import io.avid.local.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Avid's own process as {@code ./avid up} starts it, with stand-ins of its own, from the jar that was built. */
final class MeasuredAvid implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path folder;
    private final int port;
    private final double firstAnswerSeconds;
    private final Map<String, String> settings;
    private final TestSystem.Copy copy;

    private MeasuredAvid(Process process, Path folder, int port, double firstAnswerSeconds, Map<String, String> settings, TestSystem.Copy copy) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.firstAnswerSeconds = firstAnswerSeconds;
        this.settings = settings;
        this.copy = copy;
    }

    /**
     * Starts it on empty stores and waits for the answer to a first call: a report of ageing, with a token.
     *
     * @throws IOException if it was not built and trained, or does not start
     */
    static MeasuredAvid start(String token) throws IOException, InterruptedException {
        AvidJar jar = AvidJar.of(ProjectFolder.find());
        if (!jar.isTrained()) {
            throw new IOException("There is no AOT cache for the jar that was built. Run ./avid up once, which trains it,"
                    + " then this again.");
        }
        TestSystem.Copy copy = TestSystem.shared().copy();
        Map<String, String> settings = copy.properties();
        Path folder = Files.createTempDirectory("avid-bench");
        int port = TestSystem.shared().freePort();
        Path properties = folder.resolve("avid.properties");
        List<String> lines = new ArrayList<>(List.of("avid.edge.port=" + port));
        settings.forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(properties, lines);
        List<String> command = new ArrayList<>(jar.runCommand());
        command.add(AvidJar.configuration(properties));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/ageing"))
                .header("authorization", "Bearer " + token)
                .build();

        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("avid.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        while (!answers(request)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new IOException("Avid did not answer; its log is " + folder.resolve("avid.log"));
            }
            Thread.sleep(5);
        }
        return new MeasuredAvid(process, folder, port, (System.nanoTime() - begin) / 1e9, settings, copy);
    }

    private static boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    double firstAnswerSeconds() {
        return firstAnswerSeconds;
    }

    /** What it was told. */
    Map<String, String> settings() {
        return settings;
    }

    /** Its share of the stand-ins. */
    TestSystem.Copy copy() {
        return copy;
    }

    int port() {
        return port;
    }

    /** Resident memory as Linux counts it, in units of 2^20 bytes. */
    long residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("/proc/" + process.pid() + "/status has no VmRSS; resident memory is measured on Linux alone");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Files.deleteIfExists(folder.resolve("avid.properties"));
        Files.deleteIfExists(folder.resolve("avid.log"));
        Files.deleteIfExists(folder);
    }
}
