package io.avid.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Sources as the compiler understands them, given only some of the product's packages.
 *
 * @param units the attributed trees
 * @param errors what did not compile
 */
record Compilation(List<SourceUnit> units, List<String> errors) {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    // One for all compilations: it keeps the jars of the class path open and listed.
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, Locale.ROOT, null);

    /** Attributes files against the class path, of whose Avid packages only these are to be seen. */
    static Compilation ofFiles(List<Path> sources, Predicate<String> visiblePackage) {
        var units = new ArrayList<JavaFileObject>();
        FILES.getJavaFileObjectsFromPaths(sources).forEach(units::add);
        return attribute(units, new VisiblePackages(visiblePackage));
    }

    /** Compiles fixtures against the whole class path, each into the folder of its index. */
    static Compilation ofFixtures(List<Fixture> fixtures, Path folder) {
        var units = new ArrayList<JavaFileObject>();
        for (int index = 0; index < fixtures.size(); index++) {
            for (String source : fixtures.get(index).sources()) {
                units.add(new FixtureSource(index, source));
            }
        }
        var files = new FolderPerFixture(folder);
        Compilation compilation = attribute(units, files);
        if (compilation.errors().isEmpty()) {
            // By a second task: writing class files changes the trees, which the source laws are yet to read.
            task(units, files, new DiagnosticCollector<>()).call();
        }
        return compilation;
    }

    private static Compilation attribute(List<JavaFileObject> sources, JavaFileManager files) {
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        JavacTask task = task(sources, files, diagnostics);
        try {
            var trees = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(trees::add);
            task.analyze();
            List<String> errors = diagnostics.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .map(diagnostic -> diagnostic.toString().strip())
                    .toList();
            return new Compilation(trees.stream().map(tree -> SourceUnit.of(tree, task)).toList(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavacTask task(
            List<JavaFileObject> sources, JavaFileManager files, DiagnosticCollector<JavaFileObject> diagnostics) {
        var options = List.of("-proc:none", "-parameters", "-implicit:none", "-Xlint:none");
        return (JavacTask) COMPILER.getTask(null, files, diagnostics, options, null, sources);
    }

    /** A source held in a string. Its name tells which fixture it belongs to. */
    static final class FixtureSource extends SimpleJavaFileObject {
        private static final Pattern PACKAGE = Pattern.compile("package\\s+([\\w.]+);");
        private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum)\\s+(\\w+)");

        private final int index;
        private final String source;

        FixtureSource(int index, String source) {
            super(URI.create("fixture:///" + index + "/" + nameIn(source)), Kind.SOURCE);
            this.index = index;
            this.source = source;
        }

        int index() {
            return index;
        }

        private static String nameIn(String source) {
            Matcher packageName = PACKAGE.matcher(source);
            Matcher typeName = TYPE.matcher(source);
            if (!packageName.find() || !typeName.find()) {
                throw new IllegalArgumentException("a fixture has a package and a type: " + source);
            }
            return packageName.group(1).replace('.', '/') + "/" + typeName.group(1) + ".java";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    /** Hides Avid's packages but the ones that are to be seen. */
    private static final class VisiblePackages extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Predicate<String> visible;

        VisiblePackages(Predicate<String> visible) {
            super(FILES);
            this.visible = visible;
        }

        @Override
        public Iterable<JavaFileObject> list(
                Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            boolean ours = packageName.equals(ProductMap.ROOT) || packageName.startsWith(ProductMap.ROOT + ".");
            if (location == StandardLocation.CLASS_PATH && ours && !visible.test(packageName)) {
                return List.of();
            }
            // The sources beside the class files are not asked for: what is to be compiled was named.
            var wanted = kinds.stream()
                    .filter(kind -> kind != JavaFileObject.Kind.SOURCE)
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
            return super.list(location, packageName, wanted, recurse);
        }
    }

    /** Writes the class files of each fixture into a folder of its own. */
    private static final class FolderPerFixture extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Path folder;

        FolderPerFixture(Path folder) {
            super(FILES);
            this.folder = folder;
        }

        @Override
        public boolean isSameFile(FileObject a, FileObject b) {
            return a.toUri().equals(b.toUri());
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            int index = ((FixtureSource) sibling).index();
            Path file = folder.resolve(Integer.toString(index)).resolve(className.replace('.', '/') + ".class");
            return new SimpleJavaFileObject(file.toUri(), kind) {
                @Override
                public java.io.OutputStream openOutputStream() throws IOException {
                    Files.createDirectories(file.getParent());
                    return Files.newOutputStream(file);
                }
            };
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
