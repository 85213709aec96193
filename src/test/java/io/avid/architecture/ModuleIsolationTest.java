package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** Laws 1 to 3: Modulith agrees, every module says what it needs, and each compiles with nothing else. */
class ModuleIsolationTest {
    private static final ImportOption THE_PRODUCT = location -> !location.contains("/test-classes/");
    private static final ImportOption THE_FIXTURE = location -> location.contains("/architecture/fixture/");

    @Test
    void modulithVerifiesEveryModule() {
        ApplicationModules modules = ApplicationModules.of(ProductMap.ROOT, THE_PRODUCT);
        assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
                .containsExactlyInAnyOrderElementsOf(namedParts());
        assertThatCode(modules::verify).doesNotThrowAnyException();
    }

    @Test
    void modulithCatchesAModuleThatUsesWhatItDoesNotName() {
        ApplicationModules modules = ApplicationModules.of("io.avid.architecture.fixture", THE_FIXTURE);
        assertThatThrownBy(modules::verify)
                .isInstanceOf(Violations.class)
                .hasMessageContaining("Module 'first' depends on module 'second'")
                .hasMessageContaining("Module 'third' depends on module 'second' via io.avid.architecture.fixture.third.ReachesInside");
    }

    @TestFactory
    Stream<DynamicTest> everyModuleStatesWhatItIsAndWhatItMayDependOn() {
        return namedParts().stream().map(part -> DynamicTest.dynamicTest(part, () -> {
            String stated = Compilation.read(Product.SOURCES.resolve("io/avid/" + part + "/package-info.java"));
            assertThat(stated).startsWith("/**").contains("@ApplicationModule(").contains("allowedDependencies = ");
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyPartCompilesAloneAgainstThePlatformAndTheV1ThatItMayUse() {
        return Product.compilations().entrySet().stream()
                .map(part -> DynamicTest.dynamicTest(
                        part.getKey().isEmpty() ? "io.avid" : part.getKey(),
                        () -> assertThat(part.getValue().errors()).isEmpty()));
    }

    @Test
    void aCoreServiceThatNeedsAnotherDoesNotCompileAlone(@TempDir Path folder) throws Exception {
        String source = "package io.avid.customer.application; class NeedsDocuments { io.avid.document.v1.Document document; }";
        assertThat(errorsOf(folder, source, "customer")).singleElement().asString().contains("io.avid.document.v1");
    }

    @Test
    void anOrchestratorThatReachesInsideDoesNotCompileAlone(@TempDir Path folder) throws Exception {
        String source = "package io.avid.overview.client; class NamesMain { io.avid.Avid avid; }";
        assertThat(errorsOf(folder, source, "overview")).isNotEmpty();
        String lawful = "package io.avid.overview.client; class Lawful { io.avid.customer.v1.Customer customer; io.avid.platform.security.Principal principal; }";
        assertThat(errorsOf(folder, lawful, "overview")).isEmpty();
    }

    private static List<String> errorsOf(Path folder, String source, String part) throws Exception {
        Path file = Files.createTempDirectory(folder, "sources").resolve("Fixture.java");
        Files.writeString(file, source.replace("class NeedsDocuments", "class Fixture").replace("class NamesMain", "class Fixture").replace("class Lawful", "class Fixture"));
        return Compilation.ofFiles(List.of(file), Product.visibleTo(part)).errors();
    }

    private static TreeSet<String> namedParts() {
        var parts = new TreeSet<>(Product.parts());
        parts.remove("");
        return parts;
    }
}
