package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /// Starts Avid, up to where its own arguments begin.
    public List<String> runCommand() {
        List<String> command = StandIn.java();
        if (Files.exists(aotCache())) {
            command.add("-XX:AOTCache=" + aotCache());
        }
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /// Starts Avid so that it writes the cache to this file when it ends.
    List<String> trainingCommand(Path output) {
        List<String> command = StandIn.java("-XX:AOTCacheOutput=" + output, "-Xlog:aot=error");
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
