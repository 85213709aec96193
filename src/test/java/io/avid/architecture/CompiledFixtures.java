package io.avid.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** All fixtures of a set of laws, compiled in one go. */
final class CompiledFixtures {
    private final Map<Fixture, Integer> indexes = new IdentityHashMap<>();
    private final Compilation compilation;
    private final Path folder;
    private final JavaClasses classes;

    CompiledFixtures(List<Fixture> fixtures) {
        for (int index = 0; index < fixtures.size(); index++) {
            indexes.put(fixtures.get(index), index);
        }
        try {
            folder = Files.createTempDirectory("avid-laws");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        compilation = Compilation.ofFixtures(fixtures, folder);
        if (!compilation.errors().isEmpty()) {
            throw new AssertionError("fixtures must compile, or they show nothing:\n" + String.join("\n", compilation.errors()));
        }
        // All at once: what they refer to is read once.
        classes = new ClassFileImporter().importPath(folder);
    }

    JavaClasses classesOf(Fixture fixture) {
        String home = folder.resolve(indexes.get(fixture).toString()) + "/";
        return classes.that(DescribedPredicate.describe(
                fixture.what(), type -> type.getSource().orElseThrow().getUri().getPath().startsWith(home)));
    }

    List<SourceUnit> unitsOf(Fixture fixture) {
        String folderOfItsName = "/" + indexes.get(fixture) + "/";
        return compilation.units().stream()
                .filter(unit -> unit.tree().getSourceFile().toUri().getPath().startsWith(folderOfItsName))
                .toList();
    }

    void delete() {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
