package io.avid.local.issuer;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/// The page where people sign in, and the address where they sign out.
@RestController
class LoginPages {

    static final String LOGIN = "/u/login";

    private final String template;

    LoginPages() throws IOException {
        try (InputStream page = LoginPages.class.getResourceAsStream("login.html")) {
            this.template = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @GetMapping(path = LOGIN, produces = MediaType.TEXT_HTML_VALUE)
    String login(CsrfToken csrf, @RequestParam(name = "error", required = false) String error) {
        String people = DemoPeople.organisations().stream().map(organisation -> "<h2>" + HtmlUtils.htmlEscape(organisation.name()) + "</h2>\n"
                + DemoPeople.people().stream().filter(person -> person.organisation().equals(organisation))
                        .map(person -> "<button type=\"button\" data-user=\"" + person.userName() + "\">" + person.role().id() + "</button>")
                        .collect(Collectors.joining("\n"))).collect(Collectors.joining("\n"));
        return template
                .replace("{{error}}", error == null ? "" : "<p role=\"alert\">Wrong user name or password.</p>")
                .replace("{{csrf-name}}", HtmlUtils.htmlEscape(csrf.getParameterName()))
                .replace("{{csrf-value}}", HtmlUtils.htmlEscape(csrf.getToken()))
                .replace("{{password}}", DemoPeople.PASSWORD)
                .replace("{{people}}", people);
    }

    /// Auth0's way out: ends the session and goes to `returnTo`, which must be on this machine.
    @GetMapping("/v2/logout")
    ResponseEntity<String> logout(@RequestParam(name = "returnTo") Optional<String> returnTo, HttpServletRequest request) throws ServletException {
        request.logout();
        Optional.ofNullable(request.getSession(false)).ifPresent(session -> session.invalidate());
        if (returnTo.isEmpty()) {
            return ResponseEntity.ok("Signed out.");
        }
        if (!isOnThisMachine(returnTo.get())) {
            return ResponseEntity.badRequest().body("returnTo '" + HtmlUtils.htmlEscape(returnTo.get()) + "' is not an address on this machine.");
        }
        return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, returnTo.get()).build();
    }

    private static boolean isOnThisMachine(String address) {
        try {
            URI uri = URI.create(address);
            return "http".equals(uri.getScheme()) && ("localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The address that `./avid up` prints, and where a sign-in ends that no application asked for.
    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> home(Principal signedIn) {
        if (signedIn == null) {
            return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, LOGIN).build();
        }
        return ResponseEntity.ok("<!doctype html><html lang=\"en\"><title>Signed in</title><p>Signed in as " + HtmlUtils.htmlEscape(signedIn.getName())
                + ". <a href=\"/v2/logout\">Sign out</a></p></html>");
    }

    @GetMapping(path = "/health", produces = MediaType.TEXT_PLAIN_VALUE)
    String health() {
        return "avid local issuer";
    }
}
