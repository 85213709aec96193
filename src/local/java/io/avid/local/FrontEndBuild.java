package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/// Builds the front ends, where their sources or the protos changed: their packages where the lock file did, then webpack.
final class FrontEndBuild {

    /// What a build makes, and what no build reads.
    private static final Set<String> LEFT_OUT = Set.of("node_modules", "gen", "dist", "test", "gallery");

    private FrontEndBuild() {
    }

    static boolean isCurrent(ProjectFolder project) throws IOException {
        return Files.isRegularFile(project.frontEnds().resolve("shell/index.html")) && built(project).isCurrent();
    }

    /// @return true if there was something to do
    static boolean ensure(ProjectFolder project) throws IOException, InterruptedException {
        if (isCurrent(project)) {
            return false;
        }
        install(project);
        // Beside the old one and renamed: a running Avid serves the one or the other, never a half.
        Path making = project.target().resolve("front-ends.new");
        FileSystemUtils.deleteRecursively(making);
        new BuildCommand("the front ends", List.of("node", "packages/build/build.mjs", "--out", making.toString()), sources(project),
                log(project)).run();
        Path replaced = project.target().resolve("front-ends.replaced");
        FileSystemUtils.deleteRecursively(replaced);
        if (Files.isDirectory(project.frontEnds())) {
            Files.move(project.frontEnds(), replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(making, project.frontEnds(), StandardCopyOption.ATOMIC_MOVE);
        FileSystemUtils.deleteRecursively(replaced);
        built(project).write();
        return true;
    }

    /// The packages as the lock file has them.
    static void install(ProjectFolder project) throws IOException, InterruptedException {
        new BuildCommand("the front ends' packages", List.of("node", "install.mjs"), sources(project), log(project)).run();
    }

    private static Path log(ProjectFolder project) {
        return project.target().resolve("build-front-ends.log");
    }

    static Path sources(ProjectFolder project) {
        return project.root().resolve("frontends");
    }

    private static SourceStamp built(ProjectFolder project) throws IOException {
        List<Path> all = new ArrayList<>(List.of(sources(project).resolve("package-lock.json"), project.root().resolve("proto")));
        for (String workspace : List.of("packages", "apps")) {
            try (Stream<Path> parts = Files.list(sources(project).resolve(workspace))) {
                for (Path part : (Iterable<Path>) parts.sorted()::iterator) {
                    try (Stream<Path> entries = Files.list(part)) {
                        entries.filter(entry -> !LEFT_OUT.contains(entry.getFileName().toString()) && !entry.getFileName().toString().startsWith("."))
                                .sorted().forEach(all::add);
                    }
                }
            }
        }
        return new SourceStamp(project.frontEnds().resolve("sources.stamp"), all);
    }
}
