package io.avid.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A small OpenID issuer with real keys, shaped as Auth0's, that tests can take away. */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "https://api.avid.example";

    private final RSAKey key = newKey("key-1");
    private final RSAKey strangersKey = newKey("key-1");
    private final RSAKey unknownKey = newKey("key-2");
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final HttpServer server;
    private final String url;

    public TestIssuer() {
        this(0);
    }

    public TestIssuer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IllegalStateException("the test's issuer needs a free port", e);
        }
        url = "http://localhost:" + server.getAddress().getPort() + "/";
        answer("/.well-known/openid-configuration", () -> "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + ".well-known/jwks.json\"}");
        answer("/.well-known/jwks.json", () -> {
            keyRequests.incrementAndGet();
            return new JWKSet(key.toPublicJWK()).toString();
        });
        server.start();
    }

    private void answer(String path, java.util.function.Supplier<String> body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    public String url() {
        return url;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public int keyRequests() {
        return keyRequests.get();
    }

    /** A good token of staff. */
    public String token(String organisation, String... permissions) {
        return token(organisation, "auth0|staff", claims -> claims.claim("permissions", List.of(permissions)));
    }

    /** A token whose claims are changed at will. */
    public String token(String organisation, String subject, Consumer<JWTClaimsSet.Builder> change) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(new JOSEObjectType("at+jwt")).build(),
                signer(key), claims(organisation, subject, change));
    }

    /** Signed by somebody else's key under the issuer's key id. */
    public String forged(String organisation) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), signer(strangersKey),
                claims(organisation, "auth0|staff", claims -> {}));
    }

    /** Signed by a key that the issuer does not publish. */
    public String ofUnknownKey(String organisation) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(unknownKey.getKeyID()).build(), signer(unknownKey),
                claims(organisation, "auth0|staff", claims -> {}));
    }

    /** Not signed at all (alg none). */
    public String unsigned(String organisation) {
        return new PlainJWT(claims(organisation, "auth0|staff", claims -> {})).serialize();
    }

    /** Signed with HS256 and the public key's bytes as secret: the oldest trick. */
    public String signedWithThePublicKey(String organisation) {
        try {
            return signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                    new MACSigner(key.toRSAPublicKey().getEncoded()), claims(organisation, "auth0|staff", claims -> {}));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet claims(String organisation, String subject, Consumer<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(url)
                .audience(List.of(AUDIENCE, url + "userinfo"))
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .claim("org_id", organisation)
                .claim("permissions", List.of());
        change.accept(claims);
        return claims.build();
    }

    private static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
