package io.avid.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A digest of the sources that something was built from, kept beside the result: equal means nothing to do.
///
/// @param file where the digest of the last successful build is kept
/// @param sources files, or folders with all files in them
record SourceStamp(Path file, List<Path> sources) {

    boolean isCurrent() throws IOException {
        return Files.isRegularFile(file) && Files.readString(file).equals(digest());
    }

    void write() throws IOException {
        Files.writeString(file, digest());
    }

    private String digest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path source : sources) {
                try (Stream<Path> files = Files.walk(source)) {
                    for (Path path : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                        digest.update(source.relativize(path).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(path));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
