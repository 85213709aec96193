package io.avid.cli.connection;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.avid.cli.terminal.CommandFailure;
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
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Local mode's Stripe, given a card as a customer's browser gives one to the real Stripe: straight, never
 * through Avid.
 *
 * @param base where it answers
 * @param apiKey of the organisation's account there
 */
public record StripeEmulator(URI base, String apiKey) {
    private static final String BASE = "avid.payment.stripe.api-base";
    private static final String TEST_KEY = "sk_test_";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * A card as it is typed.
     *
     * @param number its digits
     * @param expiryMonth 1 to 12
     * @param expiryYear four digits
     * @param cvc on its back
     */
    public record Card(String number, int expiryMonth, int expiryYear, String cvc) {
        @Override
        public String toString() {
            return "Card[…" + number.substring(Math.max(0, number.length() - 4)) + "]";
        }
    }

    /**
     * The one that the local copy runs with.
     *
     * @throws CommandFailure where there is none: then a card is not this command's to give
     */
    public static StripeEmulator of(Properties settings, ServerAddress address, String organisation) {
        String base = settings.getProperty(BASE, "");
        String key = settings.getProperty("avid.payment.stripe.accounts." + organisation + ".api-key", "");
        if (!address.isLocal() || !isLocal(base) || !key.startsWith(TEST_KEY)) {
            throw new CommandFailure("A card can be added here for local mode's Stripe emulator alone, and " + (address.isLocal()
                    ? "the Avid on " + address + " does not run with it." : address + " is no local copy.")
                    + " To the real Stripe a customer gives the card in the browser: StartMethodSetup answers the client secret for Stripe.js.");
        }
        return new StripeEmulator(URI.create(base.endsWith("/") ? base : base + "/"), key);
    }

    private static boolean isLocal(String base) {
        return base.startsWith("http://127.0.0.1:") || base.startsWith("http://localhost:");
    }

    /**
     * Gives the card to a setup that Avid began.
     *
     * @return why it was refused; empty where it was taken, or waits for its holder's proof
     */
    public Optional<String> give(Card card, String setupIntent, String clientSecret, String returnUrl) {
        var form = new LinkedHashMap<String, String>();
        form.put("client_secret", clientSecret);
        form.put("payment_method_data[type]", "card");
        form.put("payment_method_data[card][number]", card.number());
        form.put("payment_method_data[card][exp_month]", Integer.toString(card.expiryMonth()));
        form.put("payment_method_data[card][exp_year]", Integer.toString(card.expiryYear()));
        form.put("payment_method_data[card][cvc]", card.cvc());
        form.put("return_url", returnUrl);
        HttpRequest request = HttpRequest.newBuilder(base.resolve("v1/setup_intents/" + setupIntent + "/confirm")).timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded").header("Authorization", "Bearer " + apiKey)
                .POST(BodyPublishers.ofString(encoded(form))).build();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build()) {
            return refusal(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new CommandFailure("The Stripe emulator at " + base + " does not answer: heal it by ./avid up.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("The giving of the card was interrupted.", e);
        }
    }

    private static Optional<String> refusal(HttpResponse<String> response) {
        if (response.statusCode() == 200) {
            return Optional.empty();
        }
        try {
            if (JsonParser.parseString(response.body()) instanceof JsonObject answer && answer.get("error") instanceof JsonObject error
                    && error.get("message") instanceof JsonElement message) {
                return Optional.of(message.getAsString());
            }
        } catch (JsonParseException e) {
            return Optional.of("HTTP " + response.statusCode() + ", and no JSON.");
        }
        return Optional.of("HTTP " + response.statusCode() + ".");
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public String toString() {
        return "StripeEmulator[" + base + "]";
    }
}
