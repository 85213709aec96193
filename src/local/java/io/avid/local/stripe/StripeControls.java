package io.avid.local.stripe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// What a test does to a running emulator from outside: faults, the clock, webhooks, and the card holder at a challenge.
///
/// @param emulator where it answers
public record StripeControls(URI emulator) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int OK = 200;

    /// Adds a fault, in the JSON of `POST /_emulator/faults`; single quotes will do.
    public void fault(String json) {
        post("/_emulator/faults", json.replace('\'', '"'));
    }

    /// Forgets all faults of an account.
    public void clearFaults(String apiKey) {
        send("DELETE", "/_emulator/faults", StripeJson.object().put("api_key", apiKey).toString());
    }

    /// Every webhook of an account that waits is tried now.
    public void deliverNow(String apiKey) {
        post("/_emulator/webhooks/deliver_now", StripeJson.object().put("api_key", apiKey).toString());
    }

    /// How many webhooks of an account wait to be taken.
    public int pendingWebhooks(String apiKey) {
        return (int) StripeJson.number(send("GET", "/_emulator/webhooks?api_key=" + apiKey, ""), "pending");
    }

    /// Sets an account's clock forward, for ever.
    public void advance(String apiKey, Duration by) {
        post("/_emulator/clock/advance", StripeJson.object().put("api_key", apiKey).put("seconds", by.toSeconds()).toString());
    }

    /// A new secret for an endpoint; the one before signs beside it for as long as given.
    public String rollSecret(String apiKey, String endpoint, Duration oldValidFor) {
        return StripeJson.text(post("/_emulator/webhook_endpoints/roll_secret", StripeJson.object().put("api_key", apiKey).put("endpoint", endpoint)
                .put("old_expires_in_seconds", oldValidFor.toSeconds()).toString()), "secret");
    }

    /// What the card holder does at the page that `next_action` names.
    ///
    /// @return where the browser is sent then; the page itself where there is no return address
    public URI authenticate(String page, boolean success) {
        return submit(URI.create(page), "outcome=" + (success ? "success" : "failure"));
    }

    /// What a payer does at a checkout session's page: gives this card.
    ///
    /// @return where the browser is sent then: to the merchant, to a challenge, or nowhere (the page itself) after a refusal
    public URI payAt(String page, String number) {
        return submit(URI.create(page), "email=payer%40customer.example&name=A+Payer&number=" + number + "&expiry=12%2F34&cvc=" + (number.startsWith("3") ? "1234" : "123"));
    }

    private static URI submit(URI page, String form) {
        HttpResponse<String> answer = exchange(HttpRequest.newBuilder(page).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build());
        return answer.headers().firstValue("Location").map(page::resolve).orElse(page);
    }

    private ObjectNode post(String path, String body) {
        return send("POST", path, body);
    }

    private ObjectNode send(String method, String path, String body) {
        HttpResponse<String> answer = exchange(HttpRequest.newBuilder(emulator.resolve(path)).method(method, HttpRequest.BodyPublishers.ofString(body)).build());
        if (answer.statusCode() != OK) {
            throw new IllegalArgumentException("The emulator refused " + method + " " + path + ": " + answer.body());
        }
        return StripeJson.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the emulator", e);
        }
    }
}
