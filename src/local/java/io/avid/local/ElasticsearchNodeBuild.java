package io.avid.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Builds the Elasticsearch node's home folder and class path from its small Maven project, where its sources changed.
final class ElasticsearchNodeBuild {

    private ElasticsearchNodeBuild() {
    }

    static boolean isCurrent(ProjectFolder project) throws IOException {
        return stamp(project).isCurrent() && classPathExists(project.elasticsearch());
    }

    /// @return true if there was something to do
    static boolean ensure(ProjectFolder project) throws IOException, InterruptedException {
        if (isCurrent(project)) {
            return false;
        }
        Path pom = project.sources("elasticsearch").resolve("pom.xml");
        new BuildCommand("the Elasticsearch node", List.of("mvn", "-B", "-ntp", "-f", pom.toString(), "package"), project.root(),
                project.target().resolve("build-elasticsearch.log")).run();
        stamp(project).write();
        return true;
    }

    private static SourceStamp stamp(ProjectFolder project) {
        return new SourceStamp(project.elasticsearch().resolve("sources.stamp"), List.of(project.sources("elasticsearch")));
    }

    /// A local repository may have been emptied since the build.
    private static boolean classPathExists(Path built) {
        for (String entry : classPath(built).split(java.io.File.pathSeparator)) {
            if (!Files.isRegularFile(Path.of(entry))) {
                return false;
            }
        }
        return true;
    }

    static String classPath(Path built) {
        try {
            return built.resolve("node.jar") + java.io.File.pathSeparator + Files.readString(built.resolve("node.classpath")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The Elasticsearch node is not built; run ./avid up or ./avid test", e);
        }
    }
}
