package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Everything that one copy of local mode keeps: `.avid/PORT/` in the project's folder.
///
/// @param root absolute
/// @param port of Avid's edge, which names the copy
record StateFolder(Path root, int port) {

    static final int DEFAULT_PORT = 8080;
    private static final int SECRET_BYTES = 32;

    static StateFolder of(ProjectFolder project, int port) {
        return new StateFolder(project.root().resolve(".avid").resolve(Integer.toString(port)), port);
    }

    boolean exists() {
        return Files.isDirectory(root);
    }

    Path data(String name) {
        return root.resolve("data").resolve(name);
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path running() {
        return root.resolve("run");
    }

    Path avidProperties() {
        return root.resolve("avid.properties");
    }

    Path frontEndAddresses() {
        return root.resolve("addresses.json");
    }

    /// Beside the folder, so that deleting everything does not delete what others wait for.
    Path lock() {
        return root.resolveSibling(port + ".lock");
    }

    RememberedPorts ports() {
        return new RememberedPorts(root.resolve("ports.properties"));
    }

    /// Random, made at the first start, and kept: what it signed outlives a restart.
    String signingSecret() throws IOException {
        Path file = root.resolve("signing-secret");
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            writeWhole(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }

    void writeAvidProperties(Map<String, String> properties) throws IOException {
        StringBuilder text = new StringBuilder("# Written by ./avid up for Avid's process; changes are lost at the next one.\n");
        new TreeMap<>(properties).forEach((key, value) -> text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        writeWhole(avidProperties(), text.toString());
    }

    /// Never a half-written file, whenever this process is killed.
    static void writeWhole(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path aside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".aside");
        Files.writeString(aside, text);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
