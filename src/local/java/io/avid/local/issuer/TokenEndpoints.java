package io.avid.local.issuer;

import io.avid.local.issuer.DemoPeople.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The ways to a token that Spring Authorization Server does not have: Auth0's password grant, and the command line's
/// demo login, which asks for no password and answers this machine alone. And who a token is of.
@RestController
class TokenEndpoints {

    private final AccessTokens tokens;
    private final RefreshTokens refreshTokens;

    TokenEndpoints(AccessTokens tokens, RefreshTokens refreshTokens) {
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
    }

    /// A page's session goes on: a new token, and the next refresh token in place of the one that is given.
    @PostMapping(path = "/oauth/token", params = "grant_type=refresh_token")
    Map<String, Object> refreshGrant(@RequestParam Map<String, String> form) {
        if (!Clients.CONSOLE.equals(form.getOrDefault("client_id", ""))) {
            throw new TokenRequestRefused(401, "invalid_client", "Refresh tokens are given to " + Clients.CONSOLE + " alone.");
        }
        Person person = refreshTokens.take(form.getOrDefault("refresh_token", "")).flatMap(DemoPeople::byUserName)
                .orElseThrow(() -> new TokenRequestRefused(403, "invalid_grant", "Unknown or invalid refresh token."));
        Map<String, Object> answer = answer(person, Clients.CONSOLE);
        answer.put("refresh_token", refreshTokens.next(person.userName()));
        return answer;
    }

    /// Only `grant_type=password` and `refresh_token` come here; the authorization server takes the others.
    @PostMapping(path = "/oauth/token", params = "grant_type=password")
    Map<String, Object> passwordGrant(@RequestParam Map<String, String> form) {
        String client = form.getOrDefault("client_id", "");
        if (!Clients.COMMAND_LINE.equals(client)) {
            throw new TokenRequestRefused(401, "invalid_client",
                    "The client '" + client + "' may not use the password grant; " + Clients.COMMAND_LINE + " may.");
        }
        String audience = form.getOrDefault("audience", tokens.audience());
        if (!audience.equals(tokens.audience())) {
            throw new TokenRequestRefused(403, "access_denied", "There is no API '" + audience + "'; expected " + tokens.audience() + ".");
        }
        Person person = DemoPeople.byUserName(form.getOrDefault("username", ""))
                .filter(known -> DemoPeople.PASSWORD.equals(form.get("password")))
                .orElseThrow(() -> new TokenRequestRefused(403, "invalid_grant", "Wrong email or password."));
        return answer(person, client);
    }

    /// A token for a role's demo person: `{"role": "finance", "organisation": 2, "customer": "customers/x"}`.
    @PostMapping("/demo/token")
    Map<String, Object> demoToken(@RequestBody DemoTokenRequest request, HttpServletRequest http) throws UnknownHostException {
        if (!InetAddress.getByName(http.getRemoteAddr()).isLoopbackAddress()) {
            throw new TokenRequestRefused(403, "access_denied", "Demo tokens are given to this machine alone.");
        }
        Person person;
        try {
            person = DemoPeople.person(Role.of(request.roleOrNothing()), DemoPeople.organisation(request.organisationOrFirst()));
        } catch (IllegalArgumentException e) {
            throw new TokenRequestRefused(400, "invalid_request", e.getMessage());
        }
        if (request.customer() != null) {
            if (person.role() != Role.CUSTOMER || !request.customer().matches("customers/[^/\\s]+")) {
                throw new TokenRequestRefused(400, "invalid_request", "A customer ('" + request.customer()
                        + "') goes with the role customer only, and is named customers/{id}.");
            }
            person = person.asCustomer(request.customer());
        }
        return answer(person, Clients.COMMAND_LINE);
    }

    @GetMapping("/userinfo")
    Map<String, Object> userInfo(@AuthenticationPrincipal Jwt token) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("sub", token.getSubject());
        info.put("org_id", token.getClaimAsString("org_id"));
        DemoPeople.people().stream().filter(person -> person.subject().equals(token.getSubject())).findFirst().ifPresent(person -> {
            info.put("name", person.userName());
            info.put("email", person.userName());
            info.put("email_verified", true);
            info.put("org_name", person.organisation().name());
        });
        return info;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> refused(TokenRequestRefused refused) {
        return ResponseEntity.status(refused.status()).body(Map.of("error", refused.error(), "error_description", refused.getMessage()));
    }

    private Map<String, Object> answer(Person person, String client) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", tokens.issue(person, client, Instant.now()));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", AccessTokens.LIFETIME.toSeconds());
        answer.put("scope", "openid profile email");
        return answer;
    }

    /// @param role one of [Role]
    /// @param organisation its number; the first where missing
    /// @param customer for role customer: another than the login's own
    record DemoTokenRequest(String role, Integer organisation, String customer) {

        String roleOrNothing() {
            return role == null ? "" : role;
        }

        int organisationOrFirst() {
            return organisation == null ? 1 : organisation;
        }
    }
}
