package io.avid.cli.connection;

import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What is remembered of one copy of Avid: {@code .avid/PORT} of the project folder, which the local
 * copy keeps too, or {@code .avid/HOST_PORT} for one elsewhere. Only its owner may read what the
 * command line writes there.
 */
public final class StateFolder {
    private final Path folder;

    private StateFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder for the copy of Avid at an address; it need not exist. */
    public static StateFolder of(Surroundings surroundings, ServerAddress address) {
        String home = surroundings.environment().getOrDefault("AVID_HOME", "");
        Path project = home.isEmpty() ? surroundings.folder() : Path.of(home);
        String copy = address.isLocal() ? Integer.toString(address.port())
                : address.host().replaceAll("[^A-Za-z0-9.-]", "_") + "_" + address.port();
        return new StateFolder(project.resolve(".avid").resolve(copy));
    }

    /** The settings that the local copy runs with; empty where it never ran here. */
    public Properties settings() {
        var settings = new Properties();
        Path file = folder.resolve("avid.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            } catch (IOException e) {
                throw new CommandFailure("Cannot read " + file + ": " + e.getMessage() + ".", e);
            }
        }
        return settings;
    }

    /**
     * Whether the local copy was taken down, and not killed or started anew: then nobody knows of any of its
     * processes. One that never ran here was not.
     */
    public boolean wasTakenDown() {
        Path running = folder.resolve("run");
        if (!Files.isDirectory(running)) {
            return false;
        }
        try (DirectoryStream<Path> known = Files.newDirectoryStream(running, "*.pid")) {
            return !known.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    /** A file of the command line's own. */
    public Optional<String> read(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Replaces it as a whole, so that a command that is ended leaves the old one or the new one. */
    public void write(String name, String content) {
        Path file = file(name);
        try {
            Files.createDirectories(file.getParent(), permissions(file, "rwx------"));
            Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
            Files.deleteIfExists(draft);
            Files.createFile(draft, permissions(file, "rw-------"));
            Files.writeString(draft, content, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure("Cannot write " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Forgets it; whether it was there. */
    public boolean delete(String name) {
        try {
            return Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new CommandFailure("Cannot delete " + file(name) + ": " + e.getMessage() + ".", e);
        }
    }

    private Path file(String name) {
        return folder.resolve("cli").resolve(name);
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)}
                : new FileAttribute<?>[0];
    }
}
