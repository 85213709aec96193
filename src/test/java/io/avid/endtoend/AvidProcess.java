package io.avid.endtoend;

import io.avid.local.ProjectFolder;
import io.avid.local.TestSystem;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One process of Avid, started as its user starts it, and ended as hard as the test likes. */
final class AvidProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path log;
    private final ManagedChannel channel;

    private AvidProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /**
     * Starts one and does not wait for it.
     *
     * @param folder for its settings and its log
     * @param settings Avid's properties
     * @param systemProperties of the JVM, for hooks of a test
     */
    static AvidProcess start(Path folder, int port, Map<String, String> settings, Map<String, String> systemProperties)
            throws IOException {
        Files.createDirectories(folder);
        Path properties = folder.resolve("avid-" + port + ".properties");
        Path log = folder.resolve("avid-" + port + ".log");
        Files.write(properties, settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
        List<String> flags = systemProperties.entrySet().stream().map(e -> "-D" + e.getKey() + "=" + e.getValue()).toList();
        List<String> command = new ArrayList<>(TestSystem.shared().trainedJar()
                .map(jar -> jar.runCommandForTest(flags, hooks(systemProperties)))
                .orElseGet(() -> runClasses(flags, systemProperties)));
        command.addAll(List.of("--spring.config.additional-location=file:" + properties, "--avid.edge.port=" + port));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // A test that dies takes its children along.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new AvidProcess(process, port, log);
    }

    private static List<String> runClasses(List<String> flags, Map<String, String> systemProperties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        List<Path> hooks = hooks(systemProperties);
        String classPath = classPath().filter(entry -> !isOfTests(entry) || hooks.contains(entry))
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, "io.avid.Avid"));
        return command;
    }

    /** The tests' own classes, where a hook of a test is to run inside the product. */
    private static List<Path> hooks(Map<String, String> systemProperties) {
        return systemProperties.isEmpty() ? List.of() : classPath().filter(AvidProcess::isOfTests).toList();
    }

    private static boolean isOfTests(Path entry) {
        return entry.endsWith("test-classes");
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
    }

    /** Waits until it answers. */
    AvidProcess awaitHealthy() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isHealthy()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("Avid on port " + port
                        + (process.isAlive() ? " is not healthy after " + PATIENCE + "; its threads are in " + dumpThreads()
                                : " ended with status " + process.exitValue())
                        + ". The end of its log:\n" + endOfLog());
            }
            Thread.sleep(50);
        }
        return this;
    }

    /** All of them, virtual ones too, where they outlive the test. */
    private Path dumpThreads() throws IOException, InterruptedException {
        Path file = ProjectFolder.find().root().resolve("target").resolve("avid-" + port + ".threads");
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()),
                "Thread.dump_to_file", "-overwrite", file.toString()).inheritIO().start().waitFor();
        return file;
    }

    boolean isHealthy() throws InterruptedException {
        try {
            return get("/health", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A REST call; an empty token sends none. */
    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A channel that shows this token; an empty one shows none. */
    Channel as(String token) {
        if (token.isEmpty()) {
            return channel;
        }
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        channel.shutdownNow();
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
