package io.avid.platform.identifier;

import java.security.SecureRandom;

/**
 * Ids that nobody can guess or derive: 26 characters of the same alphabet as {@link DerivedId}.
 *
 * <p>What a request creates takes a {@link DerivedId} instead; a random id is for what has no
 * request, as an attempt or a worker's life.
 */
public final class RandomId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEED_BYTES = 32;

    private RandomId() {}

    /** A new one at every call. */
    public static String next() {
        byte[] seed = new byte[SEED_BYTES];
        RANDOM.nextBytes(seed);
        return DerivedId.of(new String(seed, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
