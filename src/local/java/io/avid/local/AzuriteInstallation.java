package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Installs Azurite at the version and digests of its lock file, where those changed.
final class AzuriteInstallation {

    private AzuriteInstallation() {
    }

    static boolean isCurrent(ProjectFolder project) throws IOException {
        return stamp(project).isCurrent();
    }

    /// @return true if there was something to do
    static boolean ensure(ProjectFolder project) throws IOException, InterruptedException {
        if (isCurrent(project)) {
            return false;
        }
        Path target = Files.createDirectories(project.azurite());
        for (String file : List.of("package.json", "package-lock.json", "blob.js")) {
            Files.copy(project.sources("azurite").resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        new BuildCommand("Azurite", List.of("npm", "ci", "--omit=dev", "--no-audit", "--no-fund"), target,
                project.target().resolve("build-azurite.log")).run();
        stamp(project).write();
        return true;
    }

    private static SourceStamp stamp(ProjectFolder project) {
        return new SourceStamp(project.azurite().resolve("sources.stamp"), List.of(project.sources("azurite")));
    }
}
