package io.avid.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.avid.platform.error.Failure;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * What module calls over the network show. A call that came with a user's token shows the same token.
 * Work that outlived its call has none: for it the platform signs a token of its own, for one module
 * as audience and five minutes, carrying organisation, actor, permissions and, where there is one,
 * the customer. Such a token is accepted by that module's listener alone and refused at the edge.
 *
 * <p>Beside either of them goes a proof of the calling module, signed in the same way and of a type of its own, so that
 * neither is taken for the other. It says nothing of the call, so one serves all calls of a module to another for as long
 * as it lives.
 */
public final class ModuleTokens implements OutgoingCredentials, ModuleIdentity {
    private static final JOSEObjectType TYPE = new JOSEObjectType("avid-module+jwt");
    private static final JOSEObjectType PROOF_TYPE = new JOSEObjectType("avid-calling-module+jwt");
    private static final String ISSUER = "avid:platform";
    private static final String AUDIENCE = "avid:module:";
    private static final Duration LIFE = Duration.ofMinutes(5);

    /** Before it ends by as much, a proof is signed anew: a call that is sent with the old one still arrives in time. */
    private static final Duration LEFT = Duration.ofMinutes(1);

    private record Pair(String calling, String module) {}

    private record Proof(String token, Instant until) {
        @Override
        public String toString() {
            return "Proof[until=" + until + "]";
        }
    }

    private final Map<Pair, Proof> proofs = new ConcurrentHashMap<>();
    private final MACSigner signer;
    private final MACVerifier verifier;
    private final Duration skew;
    private final InstantSource clock;

    ModuleTokens(SigningSecret secret, IdentityProperties settings, InstantSource clock) {
        this.skew = Duration.ofSeconds(settings.clockSkewSeconds());
        this.clock = clock;
        SecretKeySpec key = secret.key("avid module token 1", "HmacSHA256");
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (KeyLengthException e) {
            throw new IllegalStateException("a derived key has 256 bits", e);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is part of every Java platform", e);
        }
    }

    @Override
    public String tokenFor(Caller caller, String module) {
        return caller.bearerToken().orElseGet(() -> sign(caller.principal(), module));
    }

    private String sign(Principal principal, String module) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE + module)
                .subject(principal.actor())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("org_id", principal.organisation())
                .claim("permissions", List.copyOf(principal.permissions()));
        principal.customer().ifPresent(customer -> claims.claim("avid_customer", customer));
        return signed(TYPE, claims.build());
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).type(type).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with HS256 cannot fail", e);
        }
        return token.serialize();
    }

    @Override
    public String proofOf(String calling, String module) {
        Instant now = clock.instant();
        var pair = new Pair(calling, module);
        Proof known = proofs.get(pair);
        if (known == null || !now.isBefore(known.until().minus(LEFT))) {
            known = new Proof(signed(PROOF_TYPE, new JWTClaimsSet.Builder().issuer(ISSUER).audience(AUDIENCE + module).subject(calling)
                    .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(LIFE))).build()), now.plus(LIFE));
            proofs.put(pair, known);
        }
        return known.token();
    }

    @Override
    public String proven(String proof, String module) {
        String calling = verified(proof, module, PROOF_TYPE).getSubject();
        if (calling == null || calling.isBlank()) {
            throw TokenVerification.invalid("The proof of the calling module names none.");
        }
        return calling;
    }

    /** Whether a token says that it is a module token, true or not: it decides only who verifies it. */
    static boolean claimsToBeOne(String token) {
        try {
            return TYPE.equals(SignedJWT.parse(token).getHeader().getType());
        } catch (ParseException noToken) {
            return false;
        }
    }

    /**
     * The principal that a module token proves to a module.
     *
     * @throws Failure UNAUTHENTICATED (TOKEN_INVALID) if it proves none
     */
    Principal principal(String token, String module) {
        JWTClaimsSet claims = verified(token, module, TYPE);
        try {
            return new Principal(claims.getStringClaim("org_id"), claims.getSubject(),
                    Set.copyOf(claims.getStringListClaim("permissions")), Optional.ofNullable(claims.getStringClaim("avid_customer")));
        } catch (ParseException malformed) {
            throw TokenVerification.invalid("The token is not a module token of this installation.");
        }
    }

    private JWTClaimsSet verified(String token, String module, JOSEObjectType type) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            if (!type.equals(signed.getHeader().getType()) || !JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm())
                    || !signed.verify(verifier) || !ISSUER.equals(claims.getIssuer())) {
                throw TokenVerification.invalid("The token is not a module token of this installation. Check that every process has the same "
                        + SigningSecret.PROPERTY + ".");
            }
            if (!claims.getAudience().equals(List.of(AUDIENCE + module))) {
                throw TokenVerification.invalid("The module token is for another module than " + module + ".");
            }
            if (!clock.instant().isBefore(claims.getExpirationTime().toInstant().plus(skew))) {
                throw TokenVerification.invalid("The module token expired at " + claims.getExpirationTime().toInstant()
                        + ". Check that the clocks of all processes agree.");
            }
            return claims;
        } catch (ParseException | JOSEException malformed) {
            throw TokenVerification.invalid("The token is not a module token of this installation.");
        }
    }
}
