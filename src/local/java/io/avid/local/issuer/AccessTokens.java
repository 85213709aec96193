package io.avid.local.issuer;

import io.avid.local.issuer.DemoPeople.Organisation;
import io.avid.local.issuer.DemoPeople.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/// What an access token of Auth0 says about a person or a service, and tokens that say it.
///
/// @param issuer ends with a slash, as Auth0's does
/// @param audience the one API that tokens are for
/// @param encoder signs
record AccessTokens(String issuer, String audience, JwtEncoder encoder) {

    /// Auth0's default for an API.
    static final Duration LIFETIME = Duration.ofHours(24);
    /// RFC 9068's type of an access token.
    static final String TYPE = "at+jwt";
    static final String CUSTOMER_CLAIM = "avid_customer";

    /// What a service account was granted: to bring files in and to read.
    private static final Role SERVICE_GRANT = Role.AGENT;

    /// The claims beside the standard ones.
    static Map<String, Object> claims(Person person) {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("org_id", person.organisation().id());
        claims.put("permissions", person.role().permissions());
        person.customer().ifPresent(customer -> claims.put(CUSTOMER_CLAIM, customer));
        return claims;
    }

    /// The claims of a service account of the organisation.
    static Map<String, Object> serviceClaims(Organisation organisation) {
        return Map.of("org_id", organisation.id(), "permissions", SERVICE_GRANT.permissions(), "gty", "client-credentials");
    }

    /// A signed token for the person, as the named client would get it.
    String issue(Person person, String clientId, Instant now) {
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type(TYPE).build();
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .subject(person.subject())
                .audience(List.of(audience))
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .id(UUID.randomUUID().toString())
                .claim("azp", clientId)
                .claim("client_id", clientId)
                .claim("scope", "openid profile email");
        claims(person).forEach(claims::claim);
        return encoder.encode(JwtEncoderParameters.from(header, claims.build())).getTokenValue();
    }
}
