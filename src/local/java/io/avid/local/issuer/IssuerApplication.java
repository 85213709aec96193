package io.avid.local.issuer;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import io.avid.local.issuer.DemoPeople.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.context.WebApplicationContext;

/// The issuer's parts, all of them: nothing is found by scanning, because the class path is that of the tests.
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@EnableWebSecurity
class IssuerApplication {

    @Bean
    TomcatServletWebServerFactory webServer(IssuerSettings settings) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(settings.port());
        factory.setAddress(InetAddress.getLoopbackAddress());
        return factory;
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext context) {
        return new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
    }

    @Bean
    DelegatingFilterProxyRegistrationBean securityFilter() {
        return new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    }

    /// Some clients append the discovery path to an issuer that ends with a slash, and Auth0 answers them.
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedDoubleSlash(true);
        return firewall;
    }

    @Bean
    JWKSource<SecurityContext> keys(IssuerSettings settings) throws IOException {
        return new ImmutableJWKSet<>(new JWKSet(SigningKey.readOrCreate(settings.folder().resolve("signing-key.json"))));
    }

    @Bean
    JwtEncoder encoder(JWKSource<SecurityContext> keys) {
        return new NimbusJwtEncoder(keys);
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys, IssuerSettings settings) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(AccessTokens.TYPE))))
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
                new JwtTypeValidator(AccessTokens.TYPE), new JwtIssuerValidator(settings.issuer())));
        return decoder;
    }

    @Bean
    AccessTokens accessTokens(IssuerSettings settings, JwtEncoder encoder) {
        return new AccessTokens(settings.issuer(), settings.audience(), encoder);
    }

    @Bean
    RefreshTokens refreshTokens() {
        return new RefreshTokens();
    }

    /// As Auth0, and unlike Spring's own, it gives a page that asks for offline access a refresh token.
    @Bean
    OAuth2TokenGenerator<?> tokenGenerator(JwtEncoder encoder, OAuth2TokenCustomizer<JwtEncodingContext> claims, RefreshTokens refreshTokens) {
        JwtGenerator signed = new JwtGenerator(encoder);
        signed.setJwtCustomizer(claims);
        OAuth2TokenGenerator<OAuth2RefreshToken> refresh = context ->
                OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType()) && context.getAuthorizedScopes().contains(Clients.OFFLINE)
                        ? new OAuth2RefreshToken(refreshTokens.next(context.getPrincipal().getName()), Instant.now()) : null;
        return new DelegatingOAuth2TokenGenerator(signed, refresh);
    }

    @Bean
    TokenEndpoints tokenEndpoints(AccessTokens tokens, RefreshTokens refreshTokens) {
        return new TokenEndpoints(tokens, refreshTokens);
    }

    @Bean
    LoginPages loginPages() throws IOException {
        return new LoginPages();
    }

    @Bean
    RegisteredClientRepository clients(IssuerSettings settings) {
        return new InMemoryRegisteredClientRepository(Clients.registered(settings.avidPort()));
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(IssuerSettings settings) {
        return AuthorizationServerSettings.builder()
                .issuer(settings.issuer())
                .authorizationEndpoint("/authorize")
                .tokenEndpoint("/oauth/token")
                .tokenRevocationEndpoint("/oauth/revoke")
                .jwkSetEndpoint("/.well-known/jwks.json")
                .oidcUserInfoEndpoint("/userinfo")
                .oidcLogoutEndpoint("/oidc/logout")
                .build();
    }

    @Bean
    UserDetailsService users() {
        return userName -> DemoPeople.byUserName(userName)
                .map(person -> User.withUsername(person.userName()).password("{noop}" + DemoPeople.PASSWORD).roles(person.role().name()).build())
                .orElseThrow(() -> new UsernameNotFoundException("There is no such user"));
    }

    /// Auth0's claims, in the tokens that the authorization server makes itself.
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(IssuerSettings settings) {
        return context -> {
            Optional<Person> person = AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())
                    ? Optional.empty() : DemoPeople.byUserName(context.getPrincipal().getName());
            if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
                person.ifPresent(known -> context.getClaims().subject(known.subject()).claim("name", known.userName())
                        .claim("email", known.userName()).claim("org_id", known.organisation().id()));
            } else if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                String client = context.getRegisteredClient().getClientId();
                context.getJwsHeader().type(AccessTokens.TYPE);
                context.getClaims().audience(List.of(audience(context, settings))).claim("azp", client).claim("client_id", client);
                Map<String, Object> claims = person.map(AccessTokens::claims)
                        .orElseGet(() -> AccessTokens.serviceClaims(Clients.organisationOfService(client).orElseThrow()));
                context.getClaims().subject(person.map(Person::subject).orElse(client + "@clients"));
                claims.forEach(context.getClaims()::claim);
            }
        };
    }

    private static String audience(JwtEncodingContext context, IssuerSettings settings) {
        Optional<Object> wanted = Optional.empty();
        if (context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken grant) {
            wanted = Optional.ofNullable(grant.getAdditionalParameters().get("audience"));
        } else if (context.getAuthorization() != null) {
            OAuth2AuthorizationRequest request = context.getAuthorization().getAttribute(OAuth2AuthorizationRequest.class.getName());
            wanted = Optional.ofNullable(request).map(known -> known.getAdditionalParameters().get("audience"));
        }
        if (wanted.isPresent() && !wanted.get().equals(settings.audience())) {
            throw new OAuth2AuthenticationException(new OAuth2Error("access_denied",
                    "There is no API '" + wanted.get() + "'; expected " + settings.audience() + ".", null));
        }
        return settings.audience();
    }

    /// What needs no session: answered to any page on this machine.
    @Bean
    @Order(1)
    SecurityFilterChain tokenChain(HttpSecurity http) throws Exception {
        return http
                .securityMatcher(request -> switch (request.getRequestURI()) {
                    case "/demo/token", "/userinfo", "/health" -> true;
                    case "/oauth/token" -> Set.of("password", "refresh_token").contains(Objects.toString(request.getParameter("grant_type")));
                    default -> false;
                })
                .cors(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/userinfo").authenticated().anyRequest().permitAll())
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain authorizationServerChain(HttpSecurity http) throws Exception {
        return http
                .securityMatcher("/authorize", "/oauth/**", "/oidc/**", "/.well-known/**")
                .cors(Customizer.withDefaults())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/oauth/**"))
                .oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                .authorizeHttpRequests(requests -> requests
                        // A silent request must be told login_required by the endpoint, not be sent to the page.
                        .requestMatchers(request -> "none".equals(request.getParameter("prompt"))).permitAll()
                        .anyRequest().authenticated())
                .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint(LoginPages.LOGIN), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pagesChain(HttpSecurity http) throws Exception {
        return http
                .authorizeHttpRequests(requests -> requests.requestMatchers("/", LoginPages.LOGIN, "/v2/logout", "/error").permitAll()
                        .anyRequest().authenticated())
                .formLogin(login -> login.loginPage(LoginPages.LOGIN).loginProcessingUrl(LoginPages.LOGIN).failureUrl(LoginPages.LOGIN + "?error"))
                .build();
    }

    @Bean
    UrlBasedCorsConfigurationSource corsConfigurationSource() {
        CorsConfiguration local = new CorsConfiguration();
        local.setAllowedOriginPatterns(List.of("http://localhost:[*]", "http://*.localhost:[*]", "http://127.0.0.1:[*]"));
        local.setAllowedMethods(List.of("GET", "POST"));
        local.setAllowedHeaders(List.of("*"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", local);
        return source;
    }
}
