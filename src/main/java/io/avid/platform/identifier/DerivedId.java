package io.avid.platform.identifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids that follow from what they are of: the same request makes the same id, in any process, so
 * that repeating it can create nothing twice.
 *
 * <p>An id is the first 130 bits of SHA-256 over the length-prefixed parts, as 26 characters of
 * Crockford's base 32 in lower case: short enough to read aloud, and no two parts can be shifted
 * into each other.
 */
public final class DerivedId {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;

    private DerivedId() {}

    /** The id of the parts; (organisation, method, request_id) for what a request creates. */
    public static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return base32(digest.digest());
    }

    private static String base32(byte[] hash) {
        var id = new StringBuilder(LENGTH);
        int buffer = 0;
        int bits = 0;
        int next = 0;
        while (id.length() < LENGTH) {
            if (bits < 5) {
                buffer = (buffer << 8) | (hash[next++] & 0xff);
                bits += 8;
            }
            bits -= 5;
            id.append(ALPHABET[(buffer >> bits) & 31]);
            buffer &= (1 << bits) - 1;
        }
        return id.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
