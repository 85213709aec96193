package io.avid.transaction.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An id that follows from what it identifies, so that the same call, repeated, names the same thing.
 *
 * <p>The parts are hashed with their lengths before them ("ab","c" and "a","bc" differ), and the first 130 bits of the SHA-256 are
 * written in Crockford's base 32 (lower case, no i, l, o, u): 26 characters that survive URLs, file names and dictation.
 */
final class DerivedId {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;

    private DerivedId() {
    }

    static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        byte[] hash = digest.digest();
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            int bit = i * 5;
            int window = (hash[bit / 8] & 0xff) << 8 | (hash[bit / 8 + 1] & 0xff);
            id[i] = ALPHABET[window >>> (11 - bit % 8) & 31];
        }
        return new String(id);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime must have SHA-256; this one has not.", e);
        }
    }
}
