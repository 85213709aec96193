package io.avid.platform.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a token with a good signature must say to be accepted, and the principal that it then makes.
 * The sentences tell what to do and repeat nothing secret.
 */
final class TokenRules implements OAuth2TokenValidator<Jwt> {
    private static final String ORGANISATION = "org_id";
    private static final String PERMISSIONS = "permissions";
    private static final String CUSTOMER = "avid_customer";

    private final String issuer;
    private final String audience;
    private final Duration skew;
    private final InstantSource clock;

    TokenRules(String issuer, String audience, Duration skew, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.skew = skew;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        return objection(token)
                .map(sentence -> OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", sentence, null)))
                .orElseGet(OAuth2TokenValidatorResult::success);
    }

    private Optional<String> objection(Jwt token) {
        Instant now = clock.instant();
        String from = token.getClaimAsString("iss");
        if (from == null || !IssuerName.same(issuer, from)) {
            return Optional.of("The token is not from the issuer trusted here, " + issuer + ". Sign in there.");
        }
        if (token.getAudience() == null || !token.getAudience().contains(audience)) {
            return Optional.of("The token is not for this API. Ask the issuer for one with the audience " + audience + ".");
        }
        if (token.getExpiresAt() == null) {
            return Optional.of("The token never expires, which is not accepted. Ask the issuer for one that does.");
        }
        if (!now.isBefore(token.getExpiresAt().plus(skew))) {
            return Optional.of("The token expired at " + token.getExpiresAt() + ". Sign in again.");
        }
        if (token.getNotBefore() != null && now.isBefore(token.getNotBefore().minus(skew))) {
            return Optional.of("The token is valid from " + token.getNotBefore() + " on. Wait, or set the clocks right.");
        }
        if (text(token, ORGANISATION).isEmpty()) {
            return Optional.of("The token names no organisation (claim " + ORGANISATION
                    + "). Sign in to an organisation; a service's token needs one too.");
        }
        if (text(token, "sub").isEmpty()) {
            return Optional.of("The token names nobody (claim sub). Sign in again.");
        }
        if (!(token.getClaims().getOrDefault(PERMISSIONS, List.of()) instanceof Collection<?> granted)
                || !granted.stream().allMatch(String.class::isInstance)) {
            return Optional.of("The token's claim " + PERMISSIONS + " is not a list of texts. Have the issuer add permissions to access tokens.");
        }
        Optional<String> customer = text(token, CUSTOMER);
        if (customer.isPresent() && !customer.get().matches("customers/[A-Za-z0-9_-]{1,80}")) {
            return Optional.of("The token's claim " + CUSTOMER + " is not a customer's resource name, \"customers/{id}\".");
        }
        if (customer.isEmpty() && (token.hasClaim(CUSTOMER) || granted.contains(Principal.OWN_READ) || granted.contains(Principal.OWN_PAY))) {
            return Optional.of("The token is a customer's own (permission " + Principal.OWN_READ + " or " + Principal.OWN_PAY
                    + ") and does not say which customer's (claim " + CUSTOMER + "). Have the issuer add it.");
        }
        return Optional.empty();
    }

    /** The principal of a token that passed. */
    static Principal principal(Jwt token) {
        Set<String> granted = ((Collection<?>) token.getClaims().getOrDefault(PERMISSIONS, List.of())).stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        return new Principal(text(token, ORGANISATION).orElseThrow(), text(token, "sub").orElseThrow(), granted, text(token, CUSTOMER));
    }

    private static Optional<String> text(Jwt token, String claim) {
        return token.getClaims().get(claim) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
