package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The product holds no stand-in, no test and no benchmark. */
class ProductContentsTest {
    private static final Path JAR = Product.PROJECT.resolve("target/avid.jar");

    @Test
    void theProductsClassesAreItsOwn() throws IOException {
        try (var files = Files.walk(Product.classFolder())) {
            List<String> entries = files.filter(Files::isRegularFile)
                    .map(file -> Product.classFolder().relativize(file).toString())
                    .toList();
            assertThat(entries).contains("io/avid/Avid.class").noneMatch(StandIns::isClass);
        }
    }

    @Test
    void theJarHoldsNoStandIn() throws IOException {
        assumeTrue(Files.exists(JAR), "SKIPPED: there is no target/avid.jar to look into; ./avid test makes it first");
        try (var jar = new JarFile(JAR.toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();
            assertThat(entries).contains("BOOT-INF/classes/io/avid/Avid.class").noneMatch(StandIns::isClass);
            List<String> libraries = entries.stream()
                    .filter(entry -> entry.startsWith("BOOT-INF/lib/") && entry.endsWith(".jar"))
                    .map(entry -> entry.substring("BOOT-INF/lib/".length()))
                    .toList();
            assertThat(libraries).hasSizeGreaterThan(50).noneMatch(StandIns::isLibrary);
        }
    }

    /** The class path of the tests has all of them, so each pattern is seen to match what it is for. */
    @Test
    void standInsAndTestLibrariesAreKnownWhenSeen() {
        List<String> libraries = List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(StandIns::isLibrary)
                .toList();
        for (String known : List.of("mongo-java-server", "junit-", "jqwik", "archunit", "jmh-core", "spring-modulith-core", "grpc-inprocess")) {
            assertThat(libraries).anyMatch(library -> library.startsWith(known));
        }
        assertThat(List.of("io/avid/architecture/Law.class", "BOOT-INF/classes/io/avid/local/StandIn.class", "org/elasticsearch/node/Node.class"))
                .allMatch(StandIns::isClass);
        assertThat(StandIns.isClass("BOOT-INF/classes/io/avid/customer/CustomerModule.class")).isFalse();
        assertThat(StandIns.isLibrary("elasticsearch-java-9.4.8.jar")).isFalse();
    }
}
