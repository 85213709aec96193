package io.avid.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.avid.Avid;
import io.avid.platform.module.ModuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The product as it was compiled and as it was written, each read once for all laws. */
final class Product {
    static final Path PROJECT = Path.of("").toAbsolutePath();
    static final Path SOURCES = PROJECT.resolve("src/main/java");

    private Product() {}

    private static final class Classes {
        static final JavaClasses ALL = new ClassFileImporter().importPath(classFolder().resolve("io/avid"));
    }

    private static final class Compilations {
        static final Map<String, Compilation> BY_PART = compileEachPartAlone();
    }

    /** Every class of the product. */
    static JavaClasses classes() {
        return Classes.ALL;
    }

    /** Where the build put the product's classes; no test, stand-in or benchmark is among them. */
    static Path classFolder() {
        try {
            return Path.of(Avid.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the product's classes lie in no folder", e);
        }
    }

    /** Each part's sources compiled alone, against what it may see; {@code ""} is io.avid itself. */
    static Map<String, Compilation> compilations() {
        return Compilations.BY_PART;
    }

    /** The modules as the main class lists them, core services first, each kind by name. */
    static List<ModuleDefinition> modules() {
        return Stream.of(Avid.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == ModuleDefinition.class)
                .map(Product::module)
                .sorted(Comparator.comparing((ModuleDefinition module) -> ProductMap.ORCHESTRATORS.contains(module.name())).thenComparing(ModuleDefinition::name))
                .toList();
    }

    private static ModuleDefinition module(Method method) {
        try {
            method.setAccessible(true);
            return (ModuleDefinition) method.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("io.avid.Avid makes its modules by static methods without parameters; not so: " + method, e);
        }
    }

    /** The product's parts that have sources. */
    static SortedSet<String> parts() {
        var parts = new TreeSet<String>();
        for (Path file : sources()) {
            parts.add(ProductMap.partOf(packageOf(file)));
        }
        return parts;
    }

    static List<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> sourcesOf(String part) {
        return sources().stream()
                .filter(file -> ProductMap.partOf(packageOf(file)).equals(part))
                .toList();
    }

    static String packageOf(Path source) {
        return SOURCES.relativize(source.getParent()).toString().replace('/', '.');
    }

    /**
     * Which of Avid's packages a part may see when it is compiled alone: the platform, its own v1,
     * and the v1 of the modules that it may call. The rest of its own comes from its sources.
     */
    static Predicate<String> visibleTo(String part) {
        if (part.isEmpty()) {
            return packageName -> true;
        }
        return packageName -> {
            String owner = ProductMap.partOf(packageName);
            boolean published = packageName.endsWith(".v1");
            if (owner.equals(part)) {
                return published;
            }
            return owner.equals(ProductMap.PLATFORM) || published && ProductMap.mayCall(part).contains(owner);
        };
    }

    private static Map<String, Compilation> compileEachPartAlone() {
        var compilations = new TreeMap<String, Compilation>();
        for (String part : parts()) {
            compilations.put(part, Compilation.ofFiles(sourcesOf(part), visibleTo(part)));
        }
        return compilations;
    }
}
