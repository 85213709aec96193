package io.avid.local.stripe;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// An account of the emulator: a secret key opens it, whatever test key it is, so that every organisation and every test
/// has one of its own by choosing a key.
///
/// @param apiKey begins with `sk_test_`
/// @param endpoints webhook endpoints that are there from the start
public record StripeAccount(String apiKey, List<Endpoint> endpoints) {

    static final String KEY_PREFIX = "sk_test_";
    private static final int ID_LENGTH = 16;

    /// A webhook endpoint whose id and secret are known beforehand.
    ///
    /// @param id begins with `we_`
    /// @param secret begins with `whsec_`
    /// @param url where events go
    public record Endpoint(String id, String secret, URI url) {
    }

    /// `acct_…`, the same for the same key.
    static String idOf(String apiKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(StandardCharsets.UTF_8));
            return "acct_" + HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
