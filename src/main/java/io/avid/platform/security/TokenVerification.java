package io.avid.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Turns a token of the trusted issuer into the principal that it proves, once per token: a verified
 * one is remembered by its SHA-256, for a minute and never past its expiry.
 */
public final class TokenVerification {
    private static final String NEED = "Send `Authorization: Bearer TOKEN` with a token of ";

    /** A principal and until when its token holds. */
    private record Verified(Principal principal, Instant until) {}

    private final JwtDecoder decoder;
    private final IssuerKeys keys;
    private final String issuer;
    private final Duration skew;
    private final InstantSource clock;
    private final Cache<HashCode, Verified> verified;

    TokenVerification(JwtDecoder decoder, IssuerKeys keys, String issuer, IdentityProperties settings, InstantSource clock) {
        this.decoder = decoder;
        this.keys = keys;
        this.issuer = issuer;
        this.skew = Duration.ofSeconds(settings.clockSkewSeconds());
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(settings.verifiedTokens())
                .expireAfterWrite(Duration.ofSeconds(settings.verifiedTokenSeconds()))
                .build();
    }

    /**
     * The principal of a token that was verified a moment ago; empty if it must be verified (anew),
     * which may ask the issuer for its keys and so belongs on a thread that may wait.
     */
    public Optional<Principal> remembered(String token) {
        return remembered(hash(token));
    }

    private Optional<Principal> remembered(HashCode hash) {
        Verified known = verified.getIfPresent(hash);
        return known != null && clock.instant().isBefore(known.until()) ? Optional.of(known.principal()) : Optional.empty();
    }

    /**
     * The principal that a token proves.
     *
     * @throws Failure UNAUTHENTICATED (TOKEN_INVALID) if it proves none, UNAVAILABLE
     *     (DEPENDENCY_UNAVAILABLE) if the issuer must be asked for its keys and does not answer
     */
    public Principal principal(String token) {
        HashCode hash = hash(token);
        Optional<Principal> known = remembered(hash);
        if (known.isPresent()) {
            return known.get();
        }
        Jwt decoded = decode(token);
        Principal principal = TokenRules.principal(decoded);
        verified.put(hash, new Verified(principal, decoded.getExpiresAt().plus(skew)));
        return principal;
    }

    private Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtValidationException refused) {
            throw invalid(refused.getErrors().iterator().next().getDescription());
        } catch (BadJwtException malformed) {
            throw invalid("The token is not one that the issuer trusted here signed. " + NEED + issuer + ".");
        } catch (JwtException unavailable) {
            if (keys.known() && causedBy(unavailable, RateLimitReachedException.class)) {
                throw invalid("The token is signed by a key that the issuer trusted here does not publish. " + NEED + issuer + ".");
            }
            throw Failure.unavailable("The token issuer " + issuer, unavailable);
        }
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The failure of a call without a token. */
    public Failure missing() {
        return Failure.of(FailureKind.UNAUTHENTICATED, "TOKEN_MISSING",
                "There is no bearer token. " + NEED + issuer + ".", Map.of());
    }

    static Failure invalid(String sentence) {
        return Failure.of(FailureKind.UNAUTHENTICATED, "TOKEN_INVALID", sentence, Map.of());
    }

    private static HashCode hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8);
    }
}
