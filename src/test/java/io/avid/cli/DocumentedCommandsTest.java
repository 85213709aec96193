package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.cli.terminal.RecordedSurroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that the documentation shows is understood as it stands there. */
class DocumentedCommandsTest {
    // Those that the avid script runs itself; its own tests are elsewhere.
    private static final Set<String> OF_LOCAL_MODE = Set.of("up", "down", "status", "logs", "reset", "bench", "test", "help");
    private static final Pattern SHOWN = Pattern.compile("\\./avid ([a-z][^|&)`#]*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

    @TempDir
    private Path folder;

    static Stream<String> shown() throws IOException {
        var commands = new ArrayList<String>();
        for (String page : List.of("README.md", "CONTRIBUTING.md")) {
            boolean inside = false;
            for (String line : Files.readAllLines(Path.of(page))) {
                inside = line.startsWith("```") ? !inside : inside;
                if (inside) {
                    Matcher command = SHOWN.matcher(line);
                    while (command.find()) {
                        commands.add(command.group(1).strip());
                    }
                }
            }
        }
        return commands.stream().distinct().filter(command -> !OF_LOCAL_MODE.contains(command.split(" ")[0]));
    }

    @ParameterizedTest
    @MethodSource("shown")
    void aCommandOfTheDocumentationIsUnderstood(String command) {
        var surroundings = new RecordedSurroundings(folder);
        var arguments = new ArrayList<>(words(command));
        arguments.add("--help");
        assertThat(AvidCommand.run(surroundings, arguments.toArray(String[]::new))).as(surroundings.errors()).isZero();
    }

    @Test
    void aCommandThatDoesNotExistWouldBeCaught() {
        assertThat(AvidCommand.run(new RecordedSurroundings(folder), "ageing", "--as-if", "2012-12-31", "--help")).isEqualTo(2);
        assertThat(AvidCommand.run(new RecordedSurroundings(folder), "customer", "seek", "--help")).isEqualTo(2);
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
