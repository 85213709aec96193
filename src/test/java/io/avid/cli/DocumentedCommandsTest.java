package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import picocli.CommandLine.ParameterException;

/** Every command that the documentation shows is understood as it stands there. */
class DocumentedCommandsTest {
    // Those that the avid script runs itself; its own tests are elsewhere.
    private static final Set<String> OF_LOCAL_MODE = Set.of("up", "down", "status", "logs", "reset", "architecture", "bench", "test", "help");
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
        assertThatCode(() -> parse(words(command))).doesNotThrowAnyException();
    }

    @Test
    void aCommandThatDoesNotExistWouldBeCaught() {
        for (String command : List.of("ageing --as-if 2012-12-31", "ageing --as-of 2012", "customer seek", "import receivables", "agein")) {
            assertThatThrownBy(() -> parse(words(command))).as(command).isInstanceOf(ParameterException.class);
        }
    }

    private void parse(List<String> words) {
        String[] arguments = words.toArray(String[]::new);
        AvidCommand.line(new RecordedSurroundings(folder), arguments).parseArgs(arguments);
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
