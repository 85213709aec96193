package io.avid.platform.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers are known. The issuer and the audience stand under okta's own names,
 * {@code okta.oauth2.issuer} and {@code okta.oauth2.audience}, which its starter maps to Spring's.
 *
 * @param signingSecret {@value SigningSecret#PROPERTY}: required, at least 32 bytes, the same in every
 *     process; keys for module tokens and page tokens derive from it
 * @param clockSkewSeconds {@code avid.identity.clock-skew-seconds}: by how much the issuer's clock and
 *     ours may differ, in seconds; a token lives this much longer
 * @param verifiedTokenSeconds {@code avid.identity.verified-token-seconds}: how long a verified token is
 *     trusted without looking at its signature again, in seconds, never past its expiry; a key that the
 *     issuer withdraws is obeyed this long
 * @param verifiedTokens {@code avid.identity.verified-tokens}: how many verified tokens are remembered
 * @param metricsOpen {@code avid.identity.metrics-open}: whether {@code /actuator/prometheus} answers
 *     without a token; otherwise it wants one that grants {@code metrics.read}
 */
@ConfigurationProperties("avid.identity")
public record IdentityProperties(@DefaultValue("") String signingSecret, @DefaultValue("30") int clockSkewSeconds,
        @DefaultValue("60") int verifiedTokenSeconds, @DefaultValue("10000") int verifiedTokens,
        @DefaultValue("false") boolean metricsOpen) {}
