package io.avid.platform.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may call. Issuer and audience come from {@code okta.oauth2.*} by the mapping of okta's starter;
 * the decoder is Spring Security's, and the same for gRPC, REST and what Tomcat serves.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties({IdentityProperties.class, OAuth2ResourceServerProperties.class})
public class PlatformSecurity {
    private static final String METRICS_READ = "metrics.read";

    /** The issuer trusted and the audience expected. */
    record TrustedIssuer(String issuer, String audience) {}

    @Bean
    TrustedIssuer trustedIssuer(OAuth2ResourceServerProperties settings) {
        String issuer = settings.getJwt().getIssuerUri();
        List<String> audiences = settings.getJwt().getAudiences();
        if (issuer == null || issuer.isBlank()) {
            throw new IllegalStateException("okta.oauth2.issuer is missing: the URL of the OpenID issuer whose tokens are accepted,"
                    + " for example https://example.eu.auth0.com/.");
        }
        if (audiences.size() != 1 || audiences.getFirst().isBlank()) {
            throw new IllegalStateException("okta.oauth2.audience is " + audiences
                    + "; expected one audience, the identifier of this API at the issuer.");
        }
        return new TrustedIssuer(issuer, audiences.getFirst());
    }

    @Bean
    SigningSecret signingSecret(IdentityProperties settings) {
        return SigningSecret.of(settings.signingSecret());
    }

    @Bean
    PageTokens pageTokens(SigningSecret secret) {
        return new PageTokens(secret);
    }

    @Bean
    IssuerKeys issuerKeys(TrustedIssuer trusted) {
        return new IssuerKeys(trusted.issuer());
    }

    @Bean
    JwtDecoder jwtDecoder(TrustedIssuer trusted, IssuerKeys keys, IdentityProperties settings, InstantSource clock) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys.cached())
                .jwsAlgorithms(accepted -> {
                    accepted.clear();
                    accepted.addAll(List.of(SignatureAlgorithm.values()));
                })
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(null, JOSEObjectType.JWT, new JOSEObjectType("at+jwt"))))
                .build();
        decoder.setJwtValidator(new TokenRules(trusted.issuer(), trusted.audience(), Duration.ofSeconds(settings.clockSkewSeconds()), clock));
        return decoder;
    }

    @Bean
    TokenVerification tokenVerification(JwtDecoder decoder, IssuerKeys keys, TrustedIssuer trusted, IdentityProperties settings,
            InstantSource clock) {
        return new TokenVerification(decoder, keys, trusted.issuer(), settings, clock);
    }

    @Bean
    ModuleTokens moduleTokens(SigningSecret secret, IdentityProperties settings, InstantSource clock) {
        return new ModuleTokens(secret, settings, clock);
    }

    @Bean
    CallerVerification callerVerification(TokenVerification users, ModuleTokens modules) {
        return new CallerVerification(users, modules);
    }

    /**
     * What Tomcat serves: health without a token, metrics with the permission, and what modules serve beside
     * their RPCs, which makes sure by itself of who calls; nothing else.
     */
    @Bean
    SecurityFilterChain webSecurity(HttpSecurity http, IdentityProperties settings) throws Exception {
        var permissions = new JwtGrantedAuthoritiesConverter();
        permissions.setAuthoritiesClaimName("permissions");
        permissions.setAuthorityPrefix("");
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(permissions);
        http.authorizeHttpRequests(requests -> requests
                .requestMatchers("/actuator/health", "/actuator/health/**", "/webhooks/**", "/pay/**").permitAll()
                .requestMatchers("/actuator/prometheus").access((authentication, context) -> {
                    boolean granted = settings.metricsOpen() || authentication.get().getAuthorities().stream()
                            .anyMatch(authority -> METRICS_READ.equals(authority.getAuthority()));
                    return new org.springframework.security.authorization.AuthorizationDecision(granted);
                })
                .anyRequest().denyAll());
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter)));
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        http.logout(logout -> logout.disable());
        return http.build();
    }
}
