package io.avid.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Year;

/// Gives cards to local mode's Stripe, as a customer's browser gives them to the real one.
///
/// @param stripe where the emulator answers
/// @param apiKey of the business's account there
record CardHolder(URI stripe, String apiKey) {

    private static final int OK = 200;

    /// @param returnTo where a bank would send the customer back to
    void give(String number, String setupIntent, String clientSecret, URI returnTo) throws IOException, InterruptedException {
        String form = "client_secret=" + encoded(clientSecret) + "&payment_method_data[type]=card&payment_method_data[card][number]=" + number
                + "&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=" + Year.now().plusYears(4)
                + "&payment_method_data[card][cvc]=123&return_url=" + encoded(returnTo.toString());
        HttpRequest request = HttpRequest.newBuilder(stripe.resolve("/v1/setup_intents/" + setupIntent + "/confirm"))
                .header("Authorization", "Bearer " + apiKey).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException("The Stripe emulator does not take the card ending in " + number.substring(number.length() - 4) + ": "
                        + answer.statusCode() + " " + answer.body());
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "CardHolder[" + stripe + "]";
    }
}
