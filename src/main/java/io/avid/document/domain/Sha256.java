package io.avid.document.domain;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The address of content: its SHA-256 in lower-case hexadecimal. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Sha256() {}

    /** The address of bytes in memory. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** The address and the length of a stream, read to its end. */
    public static Measured measure(InputStream content) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long sizeBytes = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
            sizeBytes += read;
        }
        return new Measured(sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * What a stream was.
     *
     * @param sizeBytes its length
     * @param sha256 its address
     */
    public record Measured(long sizeBytes, String sha256) {}

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
