package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.model.SetupIntent;
import com.stripe.param.SetupIntentCreateParams;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A card holder's browser gives a card to Stripe, by the client secret alone.
class StripeJsTest {

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());
    private final Scenario scenario = new Scenario(stripe);

    private SetupIntent intent() throws Exception {
        return stripe.v1().setupIntents().create(SetupIntentCreateParams.builder().setCustomer(scenario.customer().getId()).addPaymentMethodType("card").build());
    }

    private static JsonNode confirm(String key, String secret, String number) throws Exception {
        String form = Map.of("key", key, "client_secret", secret, "number", number, "expiry", "12 / 34", "cvc", "123").entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return answer(HttpRequest.newBuilder(RunningEmulator.shared().uri().resolve("/v3/confirm-setup")).header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build());
    }

    private static JsonNode answer(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return StripeJson.parse(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }
    }

    @Test
    void aCardIsSavedByTheSecretThatTheMerchantGaveTheBrowserAndByNoOther() throws Exception {
        SetupIntent intent = intent();
        assertThat(confirm("pk_test_1", intent.getClientSecret(), "4242424242424242").path("setupIntent").path("status").asString()).isEqualTo("succeeded");
        assertThat(stripe.v1().setupIntents().retrieve(intent.getId()).getPaymentMethod()).isNotNull();
        SetupIntent other = intent();
        assertThat(confirm("pk_test_1", other.getId() + "_secret_guessed", "4242424242424242").path("error").path("message").asString()).contains("No such setupintent");
        assertThat(confirm("sk_test_1", other.getClientSecret(), "4242424242424242").path("error").path("message").asString()).contains("publishable key");
        assertThat(stripe.v1().setupIntents().retrieve(other.getId()).getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void aRefusalIsToldAndKeptAndAChallengeIsAnsweredOverThePage() throws Exception {
        SetupIntent intent = intent();
        JsonNode refused = confirm("pk_test_1", intent.getClientSecret(), "4000000000000002");
        assertThat(refused.path("error").path("code").asString()).isEqualTo("card_declined");
        assertThat(stripe.v1().setupIntents().retrieve(intent.getId()).getLastSetupError().getCode()).isEqualTo("card_declined");
        JsonNode asked = confirm("pk_test_1", intent.getClientSecret(), "4000 0027 6000 3184").path("setupIntent");
        assertThat(asked.path("status").asString()).isEqualTo("requires_action");
        String page = asked.path("next_action").path("use_stripe_sdk").path("stripe_js").asString();
        new StripeControls(RunningEmulator.shared().uri()).authenticate(page, true);
        JsonNode now = answer(HttpRequest.newBuilder(URI.create(RunningEmulator.shared().uri() + "/v3/setup-intent?key=pk_test_1&client_secret=" + intent.getClientSecret())).build());
        assertThat(now.path("setupIntent").path("status").asString()).isEqualTo("succeeded");
    }
}
