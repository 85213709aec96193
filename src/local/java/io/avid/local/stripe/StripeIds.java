package io.avid.local.stripe;

import java.security.SecureRandom;

/// Ids as Stripe makes them: what begins them says what they name, the rest is random.
final class StripeIds {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private StripeIds() {
    }

    static String next(Kind kind) {
        return kind.prefix() + random(LENGTH);
    }

    /// What a browser needs to act on an intent, and nobody can guess.
    static String clientSecret(String id) {
        return id + "_secret_" + random(LENGTH);
    }

    static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
