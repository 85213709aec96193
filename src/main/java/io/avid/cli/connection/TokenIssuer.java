package io.avid.cli.connection;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The OpenID issuer that Avid trusts, asked for a token by Auth0's paths: {@code oauth/token} with the
 * resource owner's password, or, of a local issuer alone, {@code demo/token}.
 *
 * @param issuer its address, which ends with a slash as Auth0's does
 */
public record TokenIssuer(URI issuer) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** From a property or an option, with or without the slash at the end. */
    public static TokenIssuer at(String issuer) {
        String text = issuer.endsWith("/") ? issuer : issuer + "/";
        try {
            return new TokenIssuer(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The issuer " + issuer + " is no address; expected one such as https://example.eu.auth0.com/.", e);
        }
    }

    /**
     * A token for a user by name and password.
     *
     * @param client the application's id at the issuer
     * @param clientSecret of an application that has one
     */
    public AccessToken forPassword(String user, String password, String audience, String client, Optional<String> clientSecret) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "password");
        form.put("username", user);
        form.put("password", password);
        form.put("audience", audience);
        form.put("client_id", client);
        clientSecret.ifPresent(secret -> form.put("client_secret", secret));
        return ask("oauth/token", "application/x-www-form-urlencoded", encoded(form));
    }

    /** A token of a demo login of local mode. */
    public AccessToken forDemo(String role, int organisation, Optional<String> customer) {
        return ask("demo/token", "application/json", JsonText.object(json -> {
            json.name("role").value(role);
            json.name("organisation").value(organisation);
            if (customer.isPresent()) {
                json.name("customer").value(customer.get());
            }
        }));
    }

    private AccessToken ask(String path, String contentType, String content) {
        URI address = issuer.resolve(path);
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(address).timeout(TIMEOUT)
                    .header("Content-Type", contentType).header("Accept", "application/json")
                    .POST(BodyPublishers.ofString(content)).build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The issuer " + issuer + " is no address; expected one such as https://example.eu.auth0.com/.", e);
        }
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build()) {
            return token(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new CommandFailure("The issuer at " + issuer + " does not answer. In local mode start it with ./avid up.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("The login was interrupted.", e);
        }
    }

    private AccessToken token(HttpResponse<String> response) {
        JsonObject answer = object(response.body());
        if (response.statusCode() == 200 && answer.get("access_token") instanceof JsonElement token) {
            return AccessToken.of(token.getAsString());
        }
        String said = text(answer, "error_description").or(() -> text(answer, "message")).or(() -> text(answer, "error"))
                .orElse("HTTP " + response.statusCode());
        throw new CommandFailure("The issuer at " + issuer + " does not log you in: " + said
                + (said.endsWith(".") ? "" : ".") + " Check the user's name and password, or see ./avid login --help.");
    }

    private static JsonObject object(String body) {
        try {
            return JsonParser.parseString(body) instanceof JsonObject object ? object : new JsonObject();
        } catch (JsonParseException e) {
            // A proxy's page in between: its status is all there is to say.
            return new JsonObject();
        }
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonElement value && value.isJsonPrimitive()
                ? Optional.of(value.getAsString()) : Optional.empty();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
