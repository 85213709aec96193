package io.avid.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret that all processes of an installation share, {@value #PROPERTY}. It is never used
 * itself: each purpose has a key derived from it, so that what one purpose signs no other accepts.
 */
public final class SigningSecret {
    /** The property that holds it: at least {@value #LEAST_BYTES} bytes of text, the same everywhere. */
    public static final String PROPERTY = "avid.identity.signing-secret";

    private static final int LEAST_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    private SigningSecret(byte[] secret) {
        this.secret = secret;
    }

    /**
     * The secret of this text.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #LEAST_BYTES} bytes; the message
     *     says what to do and does not repeat the text
     */
    public static SigningSecret of(String text) {
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(PROPERTY + " has " + secret.length + " bytes; it needs at least "
                    + LEAST_BYTES + ". Make one with `openssl rand -base64 48` and give the same to every process.");
        }
        return new SigningSecret(secret);
    }

    /** The 256-bit key for one purpose; purposes are named here in the platform and never change. */
    SecretKeySpec key(String purpose, String algorithm) {
        return new SecretKeySpec(hmac(new SecretKeySpec(secret, ALGORITHM), purpose.getBytes(StandardCharsets.UTF_8)), algorithm);
    }

    static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getEncoded(), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Hides the secret, so that no log can hold it. */
    @Override
    public String toString() {
        return "SigningSecret[hidden]";
    }
}
