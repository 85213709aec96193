package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.local.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A copy of Avid at a port of its own, of which a test knows what its user knows: the {@code avid} script. It runs what
 * {@code ./avid test} built before the tests. Closing it ends its processes and deletes its data.
 */
final class CopyByScript implements AutoCloseable {
    private static final Path PROJECT = ProjectFolder.find().root();

    /** The first up installs the stand-ins and trains the caches. */
    private static final long MINUTES_UP = 8;
    private static final long MINUTES = 2;

    /** As the script says it, where nothing may be built. */
    private static final String NOT_BUILT = "AVID_BUILD=never";

    private final Path folder;
    private final String port;

    record Outcome(int status, String output) {}

    /** @param folder for what its commands say */
    CopyByScript(Path folder, int port) {
        this.folder = folder;
        this.port = Integer.toString(port);
    }

    String port() {
        return port;
    }

    /** Where it keeps everything. */
    Path data() {
        return PROJECT.resolve(".avid").resolve(port);
    }

    /** Skips the test where what the script runs is older than its sources, as when one test is run by hand. */
    void assumeBuilt(Outcome up) {
        Assumptions.assumeFalse(up.output().contains(NOT_BUILT), "SKIPPED: what ./avid runs is older than its sources; ./avid test builds it first");
    }

    String succeeds(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.status()).as(String.join(" ", arguments) + "\n" + outcome.output()).isZero();
        return outcome.output();
    }

    /** Runs the script as a user does, but that it may not build: this may be inside of a build. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        long minutes = arguments[0].equals("up") ? MINUTES_UP : MINUTES;
        List<String> command = new ArrayList<>(List.of(PROJECT.resolve("avid").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--port", port));
        Path said = Files.createTempFile(folder, "avid-" + arguments[0], ".txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AVID_"));
        builder.environment().put("AVID_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(String.format(Locale.ROOT, "./avid %s did not end within %d minutes. It said:%n%s",
                    String.join(" ", arguments), minutes, Files.readString(said)));
        }
        return new Outcome(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            if (Files.exists(data())) {
                // Ends also what a failed up had begun, by the ids that it wrote down.
                succeeds("reset", "--yes");
            }
        } finally {
            Files.deleteIfExists(PROJECT.resolve(".avid").resolve(port + ".lock"));
        }
    }
}
