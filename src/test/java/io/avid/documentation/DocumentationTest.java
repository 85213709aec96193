package io.avid.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.avid.documentation.MarkdownPage.Block;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the documentation says of the code is true of the code. */
class DocumentationTest {
    private static final Path ROOT = Path.of("");
    private static final Set<String> NOT_PART_OF_A_CLONE = Set.of("target", ".avid", "node_modules");

    static Stream<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md")).sorted().toList().stream();
        }
    }

    @Test
    void thePagesThatANewcomerLooksForAreThere() throws IOException {
        assertThat(pages()).contains("README.md", "CONTRIBUTING.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void quotedCodeStandsInTheFileThatIsNamed(String page) {
        List<Block> quoting = MarkdownPage.read(page).blocks().stream().filter(block -> !block.file().isEmpty()).toList();
        assertThat(quoting.stream().flatMap(block -> MarkdownPage.differs(block, ROOT).stream())).isEmpty();
        if (page.equals("CONTRIBUTING.md")) {
            assertThat(quoting).as("its examples are quotes").hasSizeGreaterThan(5);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pathsThatAreNamedExist(String page) throws IOException {
        Set<String> topLevel;
        try (Stream<Path> files = Files.list(ROOT)) {
            topLevel = files.map(file -> file.getFileName().toString()).filter(name -> !NOT_PART_OF_A_CLONE.contains(name))
                    .collect(Collectors.toSet());
        }
        assertThat(MarkdownPage.read(page).paths(topLevel)).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    }

    @Test
    void everyDirectDependencyIsInTheReadmesTableWithAReasonAndNoOther() throws Exception {
        var named = new TreeSet<String>();
        Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\S.*?) \\|$").matcher(section("README.md", "## Dependencies"));
        while (row.find()) {
            named.add(row.group(1));
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(directDependencies());
    }

    private static Set<String> directDependencies() throws Exception {
        var dependencies = new TreeSet<String>();
        for (String pom : List.of("pom.xml", "src/local/elasticsearch/pom.xml")) {
            var document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(Files.readString(Path.of(pom)))));
            var artifacts = (NodeList) XPathFactory.newDefaultInstance().newXPath()
                    .evaluate("/project/dependencies/dependency/artifactId", document, XPathConstants.NODESET);
            for (int i = 0; i < artifacts.getLength(); i++) {
                dependencies.add(artifacts.item(i).getTextContent());
            }
        }
        for (Path manifest : manifests()) {
            var object = JsonParser.parseString(Files.readString(manifest)).getAsJsonObject();
            for (String kind : List.of("dependencies", "devDependencies")) {
                if (object.has(kind)) {
                    dependencies.addAll(object.getAsJsonObject(kind).keySet());
                }
            }
        }
        return dependencies;
    }

    private static List<Path> manifests() {
        try (Stream<Path> files = Stream.of("src", "deploy").map(Path::of).filter(Files::exists).flatMap(DocumentationTest::walk)) {
            return files.filter(file -> file.endsWith("package.json")).filter(file -> !file.toString().contains("node_modules")).toList();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String section(String page, String heading) {
        var lines = new ArrayList<String>();
        boolean inside = false;
        for (String line : MarkdownPage.read(page).text().lines().toList()) {
            inside = line.startsWith("## ") ? line.equals(heading) : inside;
            if (inside) {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    @Test
    void aQuoteThatIsNoLongerTrueIsCaught() throws IOException {
        var page = new MarkdownPage("EXAMPLE.md", "```xml pom.xml\n  <artifactId>avid</artifactId>\n…\n<dependencies>\n```\n"
                + "```xml pom.xml\n<dependencies>\n…\n<artifactId>avid</artifactId>\n```\n"
                + "```xml nowhere.xml\n<a/>\n```\n");
        assertThat(page.blocks().stream().map(block -> MarkdownPage.differs(block, ROOT).isPresent())).containsExactly(false, true, true);
        assertThat(new MarkdownPage("EXAMPLE.md", "see `src/nowhere` and [it](src/main), not `src/<module>`").paths(Set.of("src")))
                .containsExactly("src/nowhere", "src/main");
    }
}
