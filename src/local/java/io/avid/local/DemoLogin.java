package io.avid.local;

import io.avid.local.issuer.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gets tokens of demo people from a local issuer.
///
/// @param issuer ends with a slash
record DemoLogin(URI issuer) {

    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    static DemoLogin at(URI issuer) {
        return new DemoLogin(issuer);
    }

    String token(Role role, int organisation, Optional<String> customerName) {
        String body = "{\"role\":\"" + role.id() + "\",\"organisation\":" + organisation
                + customerName.map(name -> ",\"customer\":\"" + name + "\"").orElse("") + "}";
        HttpRequest request = HttpRequest.newBuilder(issuer.resolve("demo/token")).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher token = ACCESS_TOKEN.matcher(answer.body());
            if (!token.find()) {
                throw new IllegalStateException("The issuer gave no token for " + body + ": " + answer.statusCode() + " " + answer.body());
            }
            return token.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException("The local issuer at " + issuer + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the local issuer", e);
        }
    }
}
