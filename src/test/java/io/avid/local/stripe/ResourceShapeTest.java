package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every resource looks as Stripe's own: against Stripe's published example of it, and against Stripe's SDK.
class ResourceShapeTest {

    /// Their contents depend on the case, or are the merchant's own.
    private static final Set<String> OPEN = Set.of("metadata", "next_action", "last_payment_error", "last_setup_error", "setup_error", "object",
            "payment_method_options", "evidence_details", "destination_details", "custom_text");
    /// In examples, and in answers only where they are expanded or where a feature is used that is not here.
    private static final Set<String> NOT_BY_DEFAULT = Set.of("charge.refunds", "checkout.session.payment_method_options", "webhook_endpoint.secret");

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());

    @Test
    void everyResourceHasTheFieldsAndTypesOfStripesOwnExample() throws Exception {
        Map<String, JsonObject> examples = examples();
        Map<String, JsonObject> answers = answers();
        List<String> differences = new ArrayList<>();
        answers.forEach((name, answer) -> {
            assertThat(examples).as("examples").containsKey(name);
            compare(name, examples.get(name), answer, differences);
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void stripesSdkKnowsEveryFieldThatIsAnswered() throws Exception {
        List<String> unknown = new ArrayList<>();
        Map<String, Class<? extends StripeObject>> models = Map.ofEntries(Map.entry("customer", com.stripe.model.Customer.class),
                Map.entry("payment_method", com.stripe.model.PaymentMethod.class), Map.entry("setup_intent", com.stripe.model.SetupIntent.class),
                Map.entry("setup_attempt", com.stripe.model.SetupAttempt.class), Map.entry("payment_intent", com.stripe.model.PaymentIntent.class),
                Map.entry("charge", com.stripe.model.Charge.class), Map.entry("refund", com.stripe.model.Refund.class),
                Map.entry("dispute", com.stripe.model.Dispute.class), Map.entry("balance_transaction", com.stripe.model.BalanceTransaction.class),
                Map.entry("balance", com.stripe.model.Balance.class), Map.entry("event", com.stripe.model.Event.class),
                Map.entry("webhook_endpoint", com.stripe.model.WebhookEndpoint.class), Map.entry("item", com.stripe.model.LineItem.class),
                Map.entry("checkout.session", com.stripe.model.checkout.Session.class));
        Map<String, JsonObject> answers = answers();
        assertThat(models.keySet()).isEqualTo(answers.keySet());
        answers.forEach((name, answer) -> {
            StripeObject read = StripeObject.deserializeStripeObject(answer, models.get(name), null);
            lost(name, answer, JsonParser.parseString(ApiResource.GSON.toJson(read)), unknown);
        });
        assertThat(unknown).isEmpty();
    }

    @Test
    void aFieldThatTheSdkDoesNotKnowIsFound() throws Exception {
        JsonObject customer = get("/v1/customers/" + new Scenario(stripe).customer().getId());
        customer.getAsJsonObject("invoice_settings").addProperty("no_such_field", 1);
        List<String> unknown = new ArrayList<>();
        lost("customer", customer, JsonParser.parseString(ApiResource.GSON.toJson(StripeObject.deserializeStripeObject(customer, com.stripe.model.Customer.class, null))),
                unknown);
        assertThat(unknown).containsExactly("customer.invoice_settings.no_such_field");
    }

    private static Map<String, JsonObject> examples() throws IOException {
        Path file = Path.of("..").resolve("shared/data/stripe/fixtures3.json");
        for (Path folder = Path.of("").toAbsolutePath(); folder != null && !Files.exists(file); folder = folder.getParent()) {
            file = folder.resolve("shared/data/stripe/fixtures3.json");
        }
        if (!Files.exists(file)) {
            abort("NOT CHECKED against Stripe's examples: shared/data/stripe/fixtures3.json lies neither beside this project nor above it.");
        }
        Map<String, JsonObject> examples = new LinkedHashMap<>();
        JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonObject("resources").entrySet()
                .forEach(entry -> examples.put(entry.getKey(), entry.getValue().getAsJsonObject()));
        return examples;
    }

    /// One of each, as answered to the SDK.
    private Map<String, JsonObject> answers() throws StripeException, InterruptedException {
        Map<String, JsonObject> answers = new LinkedHashMap<>();
        Scenario scenario = new Scenario(stripe);
        var customer = scenario.customer();
        answers.put("customer", get("/v1/customers/" + customer.getId()));
        var method = scenario.attached(customer, "4242424242424242");
        answers.put("payment_method", get("/v1/payment_methods/" + method.getId()));
        var setup = scenario.setUp(customer, "4242424242424242");
        answers.put("setup_intent", get("/v1/setup_intents/" + setup.getId()));
        answers.put("setup_attempt", firstOf("/v1/setup_attempts?setup_intent=" + setup.getId()));
        var payment = scenario.pay(1234, method, customer);
        answers.put("payment_intent", get("/v1/payment_intents/" + payment.getId()));
        answers.put("charge", get("/v1/charges/" + payment.getLatestCharge()));
        var refund = scenario.refund(payment, 100);
        answers.put("refund", get("/v1/refunds/" + refund.getId()));
        answers.put("balance_transaction", get("/v1/balance_transactions/" + refund.getBalanceTransaction()));
        answers.put("balance", get("/v1/balance"));
        scenario.payOnce(5000, "pm_card_createDispute");
        Scenario.eventually(Duration.ofSeconds(10), () -> !stripe.v1().disputes().list().getData().isEmpty());
        answers.put("dispute", firstOf("/v1/disputes"));
        answers.put("event", firstOf("/v1/events"));
        answers.put("webhook_endpoint", get("/v1/webhook_endpoints/" + scenario.endpoint("http://localhost:9/none", "*").getId()));
        var session = scenario.checkout(customer, 2500);
        answers.put("checkout.session", get("/v1/checkout/sessions/" + session.getId()));
        answers.put("item", firstOf("/v1/checkout/sessions/" + session.getId() + "/line_items"));
        return answers;
    }

    private JsonObject get(String path) throws StripeException {
        return JsonParser.parseString(stripe.rawRequest(ApiResource.RequestMethod.GET, path, null).body()).getAsJsonObject();
    }

    private JsonObject firstOf(String path) throws StripeException {
        return get(path).getAsJsonArray("data").get(0).getAsJsonObject();
    }

    private static void compare(String path, JsonObject example, JsonObject answer, List<String> differences) {
        for (String field : example.keySet()) {
            String at = path + "." + field;
            if (!answer.has(field)) {
                if (!NOT_BY_DEFAULT.contains(at)) {
                    differences.add(at + " is missing");
                }
                continue;
            }
            JsonElement expected = example.get(field);
            JsonElement given = answer.get(field);
            if (expected.isJsonNull() || given.isJsonNull()) {
                continue;
            }
            if (!typeOf(expected).equals(typeOf(given))) {
                differences.add(at + " is a " + typeOf(given) + "; Stripe's is a " + typeOf(expected));
            } else if (expected.isJsonObject() && !OPEN.contains(field)) {
                compare(at, expected.getAsJsonObject(), given.getAsJsonObject(), differences);
            } else if (expected instanceof JsonArray some && given instanceof JsonArray ours && !some.isEmpty() && !ours.isEmpty()
                    && !typeOf(some.get(0)).equals(typeOf(ours.get(0)))) {
                differences.add(at + " holds " + typeOf(ours.get(0)) + "; Stripe's holds " + typeOf(some.get(0)));
            }
        }
    }

    private static String typeOf(JsonElement element) {
        if (element.isJsonObject()) {
            return "hash";
        }
        if (element.isJsonArray()) {
            return "list";
        }
        return element.getAsJsonPrimitive().isString() ? "text" : element.getAsJsonPrimitive().isBoolean() ? "flag" : "number";
    }

    /// What the SDK does not know is not there any more when it writes down what it read.
    private static void lost(String path, JsonObject answer, JsonElement again, List<String> unknown) {
        for (String field : answer.keySet()) {
            JsonElement value = answer.get(field);
            JsonElement kept = again instanceof JsonObject object && object.has(field) ? object.get(field) : JsonNull.INSTANCE;
            String at = path + "." + field;
            if (value.isJsonNull() || path.equals("event.data") || value instanceof JsonArray) {
                continue;
            }
            if (kept.isJsonNull()) {
                unknown.add(at);
            } else if (value instanceof JsonObject nested && kept.isJsonObject()) {
                lost(at, nested, kept, unknown);
            }
        }
    }
}
