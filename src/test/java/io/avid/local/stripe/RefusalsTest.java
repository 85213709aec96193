package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.net.ApiResource;
import com.stripe.net.StripeResponse;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Stripe refuses is refused, in its words and shape; one account sees nothing of another.
class RefusalsTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final Scenario scenario = new Scenario(stripe);

    @ParameterizedTest
    @CsvSource({"usd, 49, amount_too_small, Amount must be at least $0.50 usd", "usd, 100000000, amount_too_large, 'Amount must be no more than $999,999.99'",
        "gbp, 29, amount_too_small, Amount must be at least £0.30 gbp", "jpy, 49, amount_too_small, Amount must be at least ¥50 jpy",
        "usd, 0, parameter_invalid_integer, This value must be greater than or equal to 1.", "usd, -5, parameter_invalid_integer, Invalid positive integer"})
    void anAmountOutsideOfTheLimitsIsRefused(String currency, long amount, String code, String message) {
        InvalidRequestException refusal = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().paymentIntents().create(PaymentIntentCreateParams.builder().setAmount(amount).setCurrency(currency).build()));
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getParam()).isEqualTo("amount");
        assertThat(refusal.getStripeError().getMessage()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"'amount=1000', currency, parameter_missing", "'currency=usd', amount, parameter_missing", "'amount=12.5&currency=usd', amount, parameter_invalid_integer",
        "'amount=1000&currency=', currency, parameter_invalid_empty", "'amount=1000&currency=usd&colour=red', colour, parameter_unknown",
        "'amount=1000&currency=usd&shipping=x', shipping,", "'amount=1000&currency=zzz', currency,", "'amount=1000&currency=usd&confirm=perhaps', confirm,",
        "'amount=1000&currency=usd&capture_method=never', capture_method,", "'amount=1000&currency=usd&customer=cus_nobody', customer, resource_missing",
        "'amount=1000&currency=usd&payment_method=pm_nobody', payment_method, resource_missing",
        "'amount=1000&currency=usd&statement_descriptor_suffix=A SUFFIX THAT IS TOO LONG', statement_descriptor_suffix,",
        "'amount=1000&currency=usd&statement_descriptor_suffix=1234', statement_descriptor_suffix,",
        "'amount=1000&currency=usd&payment_method_data[type]=card', payment_method_data[card], parameter_missing"})
    void aParameterThatIsMissingUnknownOrOfTheWrongShapeIsNamed(String body, String parameter, String code) throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/payment_intents", "Bearer " + key, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        var error = StripeJson.parse(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)).get("error");
        assertThat(error.get("type").asString()).isEqualTo("invalid_request_error");
        assertThat(StripeJson.text(error, "param")).isEqualTo(parameter);
        assertThat(StripeJson.text(error, "code")).isEqualTo(code == null ? "" : code);
        assertThat(error.get("message").asString()).isNotBlank();
        assertThat(stripe.v1().paymentIntents().list().getData()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        InvalidRequestException nobody = catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().customers().retrieve("cus_nobody"));
        assertThat(nobody.getStatusCode()).isEqualTo(404);
        assertThat(nobody.getCode()).isEqualTo("resource_missing");
        assertThat(nobody.getStripeError().getMessage()).isEqualTo("No such customer: 'cus_nobody'");
        assertThat(send("GET", "/v1/no_such_thing", "Bearer " + key, "").body()).contains("Unrecognized request URL (GET: /v1/no_such_thing)");
        InvalidRequestException noCharge = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().refunds().create(RefundCreateParams.builder().setCharge("ch_nothing").build()));
        assertThat(noCharge.getCode()).isEqualTo("resource_missing");
    }

    @Test
    void oneAccountSeesAndUsesNothingOfAnother() throws StripeException {
        Customer ours = scenario.customer();
        var method = scenario.attached(ours, "4242424242424242");
        var paid = scenario.pay(1000, method, ours);
        StripeClient other = RunningEmulator.client(RunningEmulator.newKey());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> other.v1().customers().retrieve(ours.getId())).getStatusCode()).isEqualTo(404);
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> other.v1().paymentIntents().retrieve(paid.getId())).getStatusCode()).isEqualTo(404);
        assertThat(catchThrowableOfType(InvalidRequestException.class,
                () -> other.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(paid.getId()).build())).getCode()).isEqualTo("resource_missing");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> new Scenario(other).payOnce(1000, method.getId())).getCode()).isEqualTo("resource_missing");
        assertThat(other.v1().events().list().getData()).isEmpty();
        assertThat(other.v1().balanceTransactions().list().getData()).isEmpty();
    }

    @Test
    void theClockOfOneAccountDoesNotMoveAnothers() throws StripeException {
        StripeClient other = RunningEmulator.client(RunningEmulator.newKey());
        new StripeControls(RunningEmulator.shared().uri()).advance(key, Duration.ofDays(10));
        long ahead = scenario.customer().getCreated() - new Scenario(other).customer().getCreated();
        assertThat(ahead).isBetween(10 * 24 * 3600L - 5, 10 * 24 * 3600L + 5);
    }

    @Test
    void whoOpensTheEmulatorsAddressSeesTheTestCards() throws Exception {
        assertThat(send("GET", "/", "", "").body()).contains("4000002500003155", "asks its holder unless set up; pays", "refuses: insufficient_funds");
    }

    @Test
    void aKeyIsNeededAsBearerOrAsTheNameOfBasic() throws Exception {
        assertThat(send("GET", "/v1/customers", "", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/v1/customers", "Bearer " + key, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/v1/customers", "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes()), "").statusCode()).isEqualTo(200);
        StripeClient live = RunningEmulator.client("sk_live_0123456789abcdef");
        AuthenticationException refused = catchThrowableOfType(AuthenticationException.class, () -> live.v1().customers().list());
        assertThat(refused).hasMessageContaining("Invalid API Key provided: sk_live_************cdef");
    }

    @Test
    void everyAnswerNamesItsRequestAndTheVersionSpoken() throws Exception {
        StripeResponse answer = stripe.rawRequest(ApiResource.RequestMethod.GET, "/v1/customers", null);
        assertThat(answer.requestId()).startsWith("req_");
        assertThat(answer.headers().firstValue("Stripe-Version")).contains(ServeRequest.API_VERSION);
    }

    private static HttpResponse<String> send(String method, String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RunningEmulator.shared().uri() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
