package io.avid.local.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.local.TestSystem;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class IssuerTest {

    private static final String AUDIENCE = "https://api.avid.example";
    private static final String CALLBACK = "http://127.0.0.1:4711/callback";

    private final TestSystem system = TestSystem.shared();
    private final URI issuer = system.issuerUri();
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL)).build();

    @Test
    void anyOrdinaryResourceServerDiscoversItAndVerifiesItsTokens() {
        Jwt token = decode(system.token(Role.FINANCE, 2));
        assertThat(token.getIssuer().toString()).isEqualTo(issuer.toString()).endsWith("/");
        assertThat(token.getAudience()).containsExactly(AUDIENCE);
        assertThat(token.getClaimAsString("org_id")).isEqualTo("org_meadow");
        assertThat(token.getClaimAsStringList("permissions")).isEqualTo(Role.FINANCE.permissions()).contains("transactions.write")
                .doesNotContain("customers.erase");
        assertThat(token.getSubject()).isEqualTo("auth0|meadow-finance");
        assertThat(token.getHeaders()).containsEntry("typ", "at+jwt");
        assertThat(token.hasClaim("avid_customer")).isFalse();
    }

    @Test
    void aCustomersTokenNamesItsOneCustomer() {
        Jwt own = decode(system.token(Role.CUSTOMER, 1));
        assertThat(own.getClaimAsString("avid_customer")).startsWith("customers/");
        assertThat(own.getClaimAsStringList("permissions")).containsExactly("own.pay", "own.read");
        assertThat(decode(system.customerToken(1, "customers/abc")).getClaimAsString("avid_customer")).isEqualTo("customers/abc");
    }

    @Test
    void thePasswordGrantAnswersTheRightPasswordOnly() throws Exception {
        JsonNode right = form("oauth/token", 200, Map.of("grant_type", "password", "client_id", Clients.COMMAND_LINE, "audience", AUDIENCE,
                "username", "agent@harbour.example", "password", DemoPeople.PASSWORD));
        assertThat(decode(right.get("access_token").asString()).getClaimAsStringList("permissions")).isEqualTo(Role.AGENT.permissions());
        JsonNode wrong = form("oauth/token", 403, Map.of("grant_type", "password", "client_id", Clients.COMMAND_LINE,
                "username", "agent@harbour.example", "password", "guess"));
        assertThat(wrong.get("error").asString()).isEqualTo("invalid_grant");
        JsonNode otherApi = form("oauth/token", 403, Map.of("grant_type", "password", "client_id", Clients.COMMAND_LINE, "audience", "https://other.example",
                "username", "agent@harbour.example", "password", DemoPeople.PASSWORD));
        assertThat(otherApi.get("error_description").asString()).contains("https://other.example").contains(AUDIENCE);
    }

    @Test
    void aServiceAccountGetsItsOrganisationAndItsGrant() throws Exception {
        JsonNode answer = form("oauth/token", 200, Map.of("grant_type", "client_credentials", "client_id", "avid-service-harbour",
                "client_secret", Clients.serviceSecret(DemoPeople.organisation(1)), "audience", AUDIENCE));
        Jwt token = decode(answer.get("access_token").asString());
        assertThat(token.getSubject()).isEqualTo("avid-service-harbour@clients");
        assertThat(token.getClaimAsString("org_id")).isEqualTo("org_harbour");
        assertThat(token.getClaimAsStringList("permissions")).contains("imports.write");
        form("oauth/token", 401, Map.of("grant_type", "client_credentials", "client_id", "avid-service-harbour", "client_secret", "guess"));
    }

    @Test
    void aBrowserSignsInAtThePageAndGetsATokenByCodeAndPkce() throws Exception {
        String verifier = "a-verifier-of-at-least-forty-three-characters-0123456789";
        URI authorize = authorize(verifier, Map.of("state", "s1"));
        HttpResponse<String> toLogin = get(authorize);
        assertThat(toLogin.statusCode()).isEqualTo(302);
        assertThat(location(toLogin).getPath()).isEqualTo("/u/login");
        HttpResponse<String> page = get(location(toLogin));
        assertThat(page.body()).contains("Sign in").contains("finance@harbour.example");
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(csrf.find()).isTrue();
        HttpResponse<String> signedIn = post(issuer.resolve("u/login"), Map.of("username", "finance@harbour.example",
                "password", DemoPeople.PASSWORD, "_csrf", csrf.group(1)));
        HttpResponse<String> back = get(location(signedIn));
        assertThat(location(back).toString()).startsWith(CALLBACK + "?code=").contains("state=s1");
        String code = location(back).getQuery().replaceAll(".*code=([^&]+).*", "$1");
        JsonNode tokens = form("oauth/token", 200, Map.of("grant_type", "authorization_code", "client_id", Clients.CONSOLE, "code", code,
                "redirect_uri", CALLBACK, "code_verifier", verifier));
        Jwt token = decode(tokens.get("access_token").asString());
        assertThat(token.getAudience()).containsExactly(AUDIENCE);
        assertThat(token.getSubject()).isEqualTo("auth0|harbour-finance");
        assertThat(token.getClaimAsStringList("permissions")).isEqualTo(Role.FINANCE.permissions());
        assertThat(tokens.get("id_token").asString()).isNotBlank();
        assertThat(tokens.has("refresh_token")).as("it was not asked for").isFalse();

        HttpResponse<String> who = browser.send(HttpRequest.newBuilder(issuer.resolve("userinfo"))
                .header("authorization", "Bearer " + token.getTokenValue()).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(who.body()).contains("auth0|harbour-finance").contains("finance@harbour.example");

        HttpResponse<String> silent = get(authorize(verifier, Map.of("prompt", "none", "state", "s2")));
        assertThat(location(silent).toString()).startsWith(CALLBACK + "?code=");
        HttpResponse<String> offline = get(authorize(verifier, Map.of("prompt", "none", "state", "s4", "scope", "openid offline_access")));
        String first = form("oauth/token", 200, Map.of("grant_type", "authorization_code", "client_id", Clients.CONSOLE,
                "code", location(offline).getQuery().replaceAll(".*code=([^&]+).*", "$1"), "redirect_uri", CALLBACK, "code_verifier", verifier))
                .get("refresh_token").asString();
        JsonNode renewed = form("oauth/token", 200, Map.of("grant_type", "refresh_token", "client_id", Clients.CONSOLE, "refresh_token", first));
        assertThat(decode(renewed.get("access_token").asString()).getSubject()).isEqualTo("auth0|harbour-finance");
        assertThat(renewed.get("refresh_token").asString()).isNotEqualTo(first);
        form("oauth/token", 403, Map.of("grant_type", "refresh_token", "client_id", Clients.CONSOLE, "refresh_token", first));
        HttpResponse<String> out = get(issuer.resolve("v2/logout?returnTo=" + encode("http://localhost:8080/")));
        assertThat(location(out).toString()).isEqualTo("http://localhost:8080/");
        HttpResponse<String> again = get(authorize(verifier, Map.of("prompt", "none", "state", "s3")));
        assertThat(location(again).toString()).startsWith(CALLBACK).contains("error=login_required");
    }

    @Test
    void theAddressThatIsPrintedOpensTheLoginPageAndThenSaysWhoIsSignedIn() throws Exception {
        HttpResponse<String> home = get(issuer);
        assertThat(home.statusCode()).isEqualTo(302);
        assertThat(issuer.resolve(location(home)).getPath()).isEqualTo("/u/login");
        HttpResponse<String> page = get(issuer.resolve("u/login"));
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(csrf.find()).isTrue();
        HttpResponse<String> signedIn = post(issuer.resolve("u/login"), Map.of("username", "finance@harbour.example",
                "password", DemoPeople.PASSWORD, "_csrf", csrf.group(1)));
        assertThat(get(issuer.resolve(location(signedIn))).body()).contains("Signed in as finance@harbour.example");
    }

    @Test
    void aCodeWithoutItsVerifierIsWorthNothing() throws Exception {
        JsonNode refused = form("oauth/token", 400, Map.of("grant_type", "authorization_code", "client_id", Clients.CONSOLE, "code", "guess",
                "redirect_uri", CALLBACK, "code_verifier", "guess-guess-guess-guess-guess-guess-guess-guess"));
        assertThat(refused.get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void theSigningKeyOutlivesARestart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("issuer/signing-key.json");
        assertThat(SigningKey.readOrCreate(file)).isEqualTo(SigningKey.readOrCreate(file));
        assertThat(Files.list(file.getParent())).hasSize(1);
    }

    private Jwt decode(String token) {
        // The type is at+jwt (RFC 9068), which this decoder does not take by default.
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer.toString()).validateType(false).build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
                new JwtTypeValidator("at+jwt"), new JwtIssuerValidator(issuer.toString())));
        return decoder.decode(token);
    }

    private URI authorize(String verifier, Map<String, String> more) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> query = new TreeMap<>(Map.of("response_type", "code", "client_id", Clients.CONSOLE, "redirect_uri", CALLBACK, "scope", "openid profile",
                "audience", AUDIENCE, "code_challenge_method", "S256",
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest)));
        query.putAll(more);
        return issuer.resolve("authorize?" + encoded(query));
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri).header("accept", "text/html").build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI uri, Map<String, String> form) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri).header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode form(String path, int expectedStatus, Map<String, String> form) throws Exception {
        HttpResponse<String> answer = post(issuer.resolve(path), form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expectedStatus);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static URI location(HttpResponse<String> response) {
        return response.uri().resolve(response.headers().firstValue("location").orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body())));
    }

    private static String encoded(Map<String, String> values) {
        return values.entrySet().stream().map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue())).collect(Collectors.joining("&"));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
