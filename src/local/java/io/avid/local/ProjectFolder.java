package io.avid.local;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of this project's clone, and where things are built in it.
///
/// @param root absolute
public record ProjectFolder(Path root) {

    /// The system property by which the `avid` script names the folder, whatever the caller's working folder is.
    static final String PROPERTY = "avid.project";

    /// As named by the `avid` script, or else the nearest folder upwards that holds the project.
    public static ProjectFolder find() {
        String named = System.getProperty(PROPERTY, "");
        Path start = Path.of(named).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("src/local"))) {
                return new ProjectFolder(folder);
            }
        }
        throw new IllegalStateException("Neither " + start + " nor any folder above it is a clone of this project"
                + " (pom.xml beside src/local); start from there, or name it by -D" + PROPERTY + "=FOLDER.");
    }

    Path target() {
        return root.resolve("target");
    }

    Path sources(String standIn) {
        return root.resolve("src/local").resolve(standIn);
    }

    Path elasticsearch() {
        return target().resolve("elasticsearch");
    }

    Path azurite() {
        return target().resolve("azurite");
    }

    Path frontEnds() {
        return target().resolve("front-ends");
    }
}
