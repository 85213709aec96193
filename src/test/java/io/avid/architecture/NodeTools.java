package io.avid.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tools of deploy/check, which come from npm. Node is part of a machine that builds Avid. */
final class NodeTools {
    private static final Path FOLDER = Product.PROJECT.resolve("deploy/check");

    /** What a tool did: its exit status and everything that it said. */
    record Run(int status, String output) {}

    private NodeTools() {}

    /** Runs a tool in a folder, after fetching the tools where that is due. */
    static synchronized Run run(Path folder, String tool, String... arguments) {
        install();
        var command = new java.util.ArrayList<String>();
        command.add(FOLDER.resolve("node_modules/.bin").resolve(tool).toString());
        command.addAll(List.of(arguments));
        return start(folder, command);
    }

    /** A file of an installed package. */
    static synchronized Path packageFile(String name) {
        install();
        return FOLDER.resolve("node_modules").resolve(name);
    }

    private static void install() {
        Path installed = FOLDER.resolve("node_modules/.package-lock.json");
        Path wanted = FOLDER.resolve("package-lock.json");
        try {
            if (Files.exists(installed)
                    && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) >= 0) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Run run = start(FOLDER, List.of("npm", "ci", "--no-audit", "--no-fund"));
        if (run.status() != 0) {
            throw new AssertionError("npm ci in deploy/check failed; it needs Node 20 and the npm registry:\n" + run.output());
        }
    }

    static Run start(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.join(" ", command) + " could not be started; Node 20 or newer, with npm, must be on the path", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
