package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong on demand goes wrong just there and just so often, and leaves behind what the real thing would.
class FaultsTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());
    private final RequestOptions once = RequestOptions.builder().setIdempotencyKey("once-" + UUID.randomUUID()).build();
    private static final PaymentIntentCreateParams PAYMENT = Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").setConfirm(true).build();

    private void fault(String json) {
        controls.fault(json.replace("}", ", 'api_key': '" + key + "'}"));
    }

    private int charges() throws StripeException {
        return stripe.v1().charges().list().getData().size();
    }

    @Test
    void aConnectionCutBeforeTheEffectLeavesNothingAndTheSameKeyWorksThen() throws StripeException {
        fault("{'kind': 'cut', 'when': 'before', 'method': 'POST', 'path': '/v1/payment_intents'}");
        assertThatThrownBy(() -> stripe.v1().paymentIntents().create(PAYMENT, once)).isInstanceOf(ApiConnectionException.class);
        assertThat(charges()).isZero();
        assertThat(stripe.v1().paymentIntents().create(PAYMENT, once).getStatus()).isEqualTo("succeeded");
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void aConnectionCutAfterTheEffectLeavesItAndTheSameKeyTellsOfIt() throws StripeException {
        fault("{'kind': 'cut', 'when': 'after', 'method': 'POST', 'path': '/v1/payment_intents'}");
        assertThatThrownBy(() -> stripe.v1().paymentIntents().create(PAYMENT, once)).isInstanceOf(ApiConnectionException.class);
        assertThat(charges()).isEqualTo(1);
        PaymentIntent told = stripe.v1().paymentIntents().create(PAYMENT, once);
        assertThat(told.getLastResponse().headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(charges()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void aServerThatIsDownDoesNothingAndKeepsNothingUnderTheKey(int status) throws StripeException {
        fault("{'kind': 'error', 'status': " + status + ", 'next': 2, 'method': 'POST'}");
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(PAYMENT, once)).getStatusCode()).isEqualTo(status);
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(PAYMENT, once)).getStatusCode()).isEqualTo(status);
        assertThat(stripe.v1().paymentIntents().create(PAYMENT, once).getStatus()).isEqualTo("succeeded");
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void tooManyRequestsAreSentAwayWithStripesCode() throws StripeException {
        fault("{'kind': 'error', 'status': 429, 'path': '/v1/payment_intents'}");
        assertThat(catchThrowableOfType(RateLimitException.class, () -> stripe.v1().paymentIntents().create(PAYMENT, once)).getCode()).isEqualTo("rate_limit");
        fault("{'kind': 'error', 'status': 429, 'code': 'lock_timeout', 'path': '/v1/payment_intents'}");
        assertThat(catchThrowableOfType(RateLimitException.class, () -> stripe.v1().paymentIntents().create(PAYMENT, once)).getCode()).isEqualTo("lock_timeout");
        assertThat(stripe.v1().paymentIntents().create(PAYMENT, once).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void latencyDelaysTheAnswerBeforeOrAfterTheEffect() throws StripeException {
        fault("{'kind': 'latency', 'millis': 300, 'when': 'before', 'method': 'POST'}");
        fault("{'kind': 'latency', 'millis': 300, 'when': 'after', 'method': 'POST'}");
        long start = System.nanoTime();
        stripe.v1().paymentIntents().create(PAYMENT);
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(600);
    }

    @Test
    void aFaultStrikesOnlyItsMethodItsPathItsAccountAndItsNumber() throws StripeException {
        fault("{'kind': 'error', 'status': 503, 'next': 1, 'method': 'POST', 'path': '/v1/payment_intents/*/cancel'}");
        PaymentIntent open = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").build());
        stripe.v1().paymentIntents().retrieve(open.getId());
        StripeClient other = RunningEmulator.client(RunningEmulator.newKey());
        other.v1().paymentIntents().cancel(other.v1().paymentIntents().create(Scenario.payment(1000, "usd").build()).getId());
        assertThatThrownBy(() -> stripe.v1().paymentIntents().cancel(open.getId())).isInstanceOf(ApiException.class);
        assertThat(stripe.v1().paymentIntents().cancel(open.getId()).getStatus()).isEqualTo("canceled");
    }

    @Test
    void faultsCanBeTakenBackAndNonsenseIsNone() throws StripeException {
        fault("{'kind': 'error', 'status': 503, 'next': 1000}");
        controls.clearFaults(key);
        assertThat(stripe.v1().paymentIntents().create(PAYMENT).getStatus()).isEqualTo("succeeded");
        assertThatThrownBy(() -> controls.fault("{'kind': 'earthquake'}")).hasMessageContaining("There is no fault 'earthquake'");
        assertThatThrownBy(() -> controls.fault("{'kind': 'cut', 'wen': 'after'}")).hasMessageContaining("has no 'wen'");
        assertThatThrownBy(() -> controls.fault("{'kind': 'error'}")).hasMessageContaining("needs a status");
        assertThatThrownBy(() -> controls.fault("nonsense")).hasMessageContaining("no JSON");
    }
}
