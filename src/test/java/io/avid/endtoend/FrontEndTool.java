package io.avid.endtoend;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.avid.local.ProjectFolder;
import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Runs the front ends' own tools among their sources, with the packages in place. What their test runner found becomes tests
 * of this suite: one here for each one there, by its name, with its own words where it failed.
 *
 * @param name of the run, for its files in {@code target}
 * @param environment beside this process's own
 */
record FrontEndTool(String name, Map<String, String> environment) {
    private static final long MINUTES = 12;
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

    private record Outcome(int status, String output) {}

    /** A command that is to succeed. */
    void succeeds(String... command) throws IOException, InterruptedException {
        Outcome outcome = run(List.of(command));
        if (outcome.status() != 0) {
            throw new AssertionFailedError(String.join(" ", command) + " ended with status " + outcome.status() + ":\n" + outcome.output());
        }
    }

    /** All tests of a configuration of vitest. */
    Stream<DynamicNode> vitest(String... arguments) throws IOException, InterruptedException {
        Path report = target().resolve("front-ends-" + name + ".json");
        Files.deleteIfExists(report);
        List<String> command = new ArrayList<>(List.of("npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json", "--outputFile.json=" + report));
        command.addAll(List.of(arguments));
        Outcome outcome = run(command);
        if (!Files.exists(report)) {
            throw new AssertionFailedError("The front ends' " + name + " tests ended with status " + outcome.status() + " and no report:\n" + outcome.output());
        }
        JsonObject results = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
        List<DynamicNode> files = new ArrayList<>(results.getAsJsonArray("testResults").asList().stream()
                .map(JsonElement::getAsJsonObject).map(FrontEndTool::file).toList());
        // An error beside all tests, or none found.
        files.add(DynamicTest.dynamicTest("the run of all of them", () -> {
            if (outcome.status() != 0 && results.get("numFailedTests").getAsInt() == 0 || files.size() == 1) {
                throw new AssertionFailedError("Status " + outcome.status() + ":\n" + outcome.output());
            }
        }));
        return files.stream();
    }

    private static DynamicNode file(JsonObject file) {
        String name = TestSystem.shared().frontEndSources().relativize(Path.of(file.get("name").getAsString())).toString();
        Stream<DynamicTest> tests = file.getAsJsonArray("assertionResults").asList().stream().map(JsonElement::getAsJsonObject).map(test -> {
            String title = test.get("fullName").getAsString();
            return DynamicTest.dynamicTest(title, () -> {
                switch (test.get("status").getAsString()) {
                    case "passed" -> { }
                    case "failed" -> throw new AssertionFailedError(name + ": " + title + "\n" + test.getAsJsonArray("failureMessages").asList().stream()
                            .map(message -> COLOURS.matcher(message.getAsString()).replaceAll("")).collect(Collectors.joining("\n")));
                    default -> throw new TestAbortedException(name + ": " + title + " was skipped there");
                }
            });
        });
        // A file that cannot even be read has a message and no tests.
        Stream<DynamicTest> whole = file.getAsJsonArray("assertionResults").isEmpty()
                ? Stream.of(DynamicTest.dynamicTest("the file", () -> {
                    throw new AssertionFailedError(name + " ran no test: " + COLOURS.matcher(file.get("message").getAsString()).replaceAll(""));
                })) : Stream.empty();
        return DynamicContainer.dynamicContainer(name, Stream.concat(tests, whole));
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        Path said = target().resolve("front-ends-" + name + ".log");
        var builder = new ProcessBuilder(command).directory(TestSystem.shared().frontEndSources().toFile())
                .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionFailedError(String.join(" ", command) + " did not end within " + MINUTES + " minutes. It said:\n" + Files.readString(said));
        }
        return new Outcome(process.exitValue(), Files.readString(said));
    }

    private static Path target() {
        return ProjectFolder.find().root().resolve("target");
    }
}
