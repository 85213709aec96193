package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every decision says what guards it, and what the map points at is there. */
class DecisionsTest {
    private static final List<String> SECTIONS =
            List.of("## Context", "## Considered options", "## Decision", "## Consequences", "## Confirmation");
    private static final Pattern TEST_CLASS = Pattern.compile("\\b([A-Z][A-Za-z0-9]*Test|CallsOpenToCustomers)\\b");
    private static final Pattern FRONT_END_TEST = Pattern.compile("`(frontends/[A-Za-z0-9/-]+\\.test\\.tsx?)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @TestFactory
    Stream<DynamicTest> everyDecisionHasItsSectionsAndNamesTestsThatExist() throws IOException {
        Set<String> tests = testClasses();
        return decisions().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            String text = Files.readString(file);
            assertThat(text).contains(SECTIONS).contains("Status: ");
            String confirmation = text.substring(text.indexOf("## Confirmation"));
            List<String> named = named(TEST_CLASS, confirmation);
            List<String> ofFrontEnds = named(FRONT_END_TEST, confirmation);
            assertThat(Stream.concat(named.stream(), ofFrontEnds.stream())).isNotEmpty();
            assertThat(tests).containsAll(named);
            assertThat(ofFrontEnds).allSatisfy(test -> assertThat(Product.PROJECT.resolve(test)).exists());
        }));
    }

    private static List<String> named(Pattern test, String confirmation) {
        return test.matcher(confirmation).results().map(result -> result.group(1)).toList();
    }

    @Test
    void everyDecisionIsListed() throws IOException {
        String list = Files.readString(Product.PROJECT.resolve("adr/README.md"));
        assertThat(decisions()).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(list).contains("(" + file.getFileName() + ")"));
    }

    @Test
    void everyLinkOfTheMapLeadsSomewhere() throws IOException {
        var dead = new ArrayList<String>();
        for (String page : List.of("ARCHITECTURE.md", "adr/README.md")) {
            Path file = Product.PROJECT.resolve(page);
            LINK.matcher(Files.readString(file)).results()
                    .map(result -> result.group(1))
                    .filter(target -> Files.notExists(file.resolveSibling(target)))
                    .forEach(target -> dead.add(page + ": " + target));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPartOfTheProductIsOnTheMap() throws IOException {
        String map = Files.readString(Product.PROJECT.resolve("ARCHITECTURE.md"));
        assertThat(Product.parts().stream().filter(part -> !part.isEmpty())).allSatisfy(part -> assertThat(map).contains(part + "/"));
        try (Stream<Path> rooms = Files.list(Product.SOURCES.resolve("io/avid/platform"))) {
            assertThat(rooms.filter(Files::isDirectory).map(room -> room.getFileName() + "/")).allSatisfy(room -> assertThat(map).contains(room));
        }
    }

    private static List<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(Product.PROJECT.resolve("adr"))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-[a-z0-9-]+\\.md")).sorted().toList();
        }
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(Product.PROJECT.resolve("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
