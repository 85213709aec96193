package io.avid.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The product's jar as local mode runs it: laid out with its libraries beside it, so that classes load fast and an
/// AOT cache can be used.
///
/// @param folder holds `avid.jar`, `lib/` and, once trained, the cache
public record AvidJar(Path folder) {

    /// The cache is only used under the flags it was trained with. They are those of `deploy/image/jvm.options`, which says why.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx384m",
            "-XX:MaxMetaspaceSize=192m", "-XX:TrimNativeHeapInterval=30000", "-Xss512k", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    public static AvidJar of(ProjectFolder project) {
        return new AvidJar(project.target().resolve("avid"));
    }

    Path jar() {
        return folder.resolve("avid.jar");
    }

    Path aotCache() {
        return folder.resolve("avid.aot");
    }

    /// True if a cache was trained with just this jar.
    public boolean isTrained() throws IOException {
        return Files.exists(aotCache()) && Files.getLastModifiedTime(aotCache()).compareTo(Files.getLastModifiedTime(jar())) >= 0;
    }

    /// True if it was built after every one of these classes was compiled.
    boolean isBuiltAfter(Path classes) throws IOException {
        if (!Files.exists(jar())) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(jar());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .allMatch(file -> file.toFile().lastModified() <= built.toMillis());
        }
    }

    /// Starts Avid, up to where its own arguments begin.
    public List<String> runCommand() {
        List<String> command = command(List.of());
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /// Starts Avid for a test, up to where its own arguments begin: compiled lightly, since it does not run for long.
    ///
    /// @param flags of the JVM
    /// @param behind what comes behind the product on the class path, such as a test's hooks
    public List<String> runCommandForTest(List<String> flags, List<Path> behind) {
        List<String> command = command(List.of("-XX:TieredStopAtLevel=1"));
        command.addAll(flags);
        command.add("-cp");
        command.add(Stream.concat(Stream.of(jar()), behind.stream()).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("io.avid.Avid");
        return command;
    }

    private List<String> command(List<String> flags) {
        List<String> command = StandIn.java();
        if (Files.exists(aotCache())) {
            command.add("-XX:AOTCache=" + aotCache());
        }
        command.addAll(FLAGS);
        command.addAll(flags);
        return command;
    }

    /// Starts Avid so that it writes the cache to this file when it ends. It is compiled lightly meanwhile: the cache also keeps
    /// how far each method was compiled, and every later start would do the same again, which costs it a third more processor
    /// time. What runs often is compiled in full all the same, as it would be without a cache.
    List<String> trainingCommand(Path output) {
        List<String> command = StandIn.java("-XX:AOTCacheOutput=" + output, "-Xlog:aot=error", "-XX:TieredStopAtLevel=1");
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /// The cache of the product's command line, which the `avid` script uses if it is there.
    Path commandLineCache() {
        return folder.resolve("command-line.aot");
    }

    /// Runs the product's command line, with the flags of the `avid` script, so that a cache written here serves there.
    List<String> commandLine(List<String> cache, List<String> arguments) {
        List<String> command = new ArrayList<>(StandIn.java());
        command.addAll(cache);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", jar().toString(), "io.avid.cli.AvidCommand"));
        command.addAll(arguments);
        return command;
    }

    /// The argument that names a properties file.
    public static String configuration(Path properties) {
        return "--spring.config.additional-location=file:" + properties;
    }
}
