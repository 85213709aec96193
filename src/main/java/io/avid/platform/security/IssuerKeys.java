package io.avid.platform.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/**
 * The public keys of the trusted issuer, found by OpenID discovery at the first token and not before:
 * a process starts and serves whether the issuer answers or not.
 *
 * <p>Keys are kept five minutes. A token signed by a key that is not among them asks the issuer again,
 * so that a new key is known at once; but not more than twice in {@value #INTERVAL_MILLIS} ms, so that
 * forged tokens make no storm. When the issuer is away, the keys known last serve for an hour more.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int READ_TIMEOUT_MILLIS = 3_000;
    private static final int LARGEST_ANSWER_BYTES = 256 * 1024;
    private static final long INTERVAL_MILLIS = 5_000;

    private final String issuer;
    private final DefaultResourceRetriever retriever =
            new DefaultResourceRetriever(CONNECT_TIMEOUT_MILLIS, READ_TIMEOUT_MILLIS, LARGEST_ANSWER_BYTES);
    private volatile boolean known;

    IssuerKeys(String issuer) {
        this.issuer = issuer;
    }

    JWKSource<SecurityContext> cached() {
        return JWKSourceBuilder.create(this)
                .cache(Duration.ofMinutes(5).toMillis(), Duration.ofSeconds(15).toMillis())
                .refreshAheadCache(false)
                .rateLimited(INTERVAL_MILLIS)
                .outageTolerant(Duration.ofHours(1).toMillis())
                .build();
    }

    /** Whether the issuer has told its keys since this process started. */
    boolean known() {
        return known;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTimeMillis, SecurityContext context)
            throws KeySourceException {
        try {
            String base = IssuerName.withoutSlash(issuer);
            Map<String, Object> discovered = JSONObjectUtils.parse(
                    retriever.retrieveResource(URI.create(base + "/.well-known/openid-configuration").toURL()).getContent());
            String named = JSONObjectUtils.getString(discovered, "issuer");
            if (named == null || !IssuerName.same(issuer, named)) {
                throw new JWKSetUnavailableException("the discovery document of " + issuer + " is that of " + named, null);
            }
            JWKSet keys = JWKSet.parse(
                    retriever.retrieveResource(URI.create(JSONObjectUtils.getString(discovered, "jwks_uri")).toURL()).getContent());
            known = true;
            return keys;
        } catch (IOException | ParseException | RuntimeException e) {
            throw new JWKSetUnavailableException("the keys of " + issuer + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // Nothing is held open between two readings.
    }
}
