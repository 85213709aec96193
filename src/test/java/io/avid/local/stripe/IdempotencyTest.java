package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A request under a key happens once, whatever the caller heard of it.
class IdempotencyTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());
    private final RequestOptions once = RequestOptions.builder().setIdempotencyKey("once-" + UUID.randomUUID()).build();

    private static PaymentIntentCreateParams payment(long amount, String method) {
        return Scenario.payment(amount, "usd").setPaymentMethod(method).setConfirm(true).build();
    }

    private int charges() throws StripeException {
        return stripe.v1().charges().list().getData().size();
    }

    @Test
    void theSameRequestUnderTheSameKeyAnswersTheSameAndChargesOnce() throws StripeException {
        PaymentIntent first = stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once);
        PaymentIntent second = stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once);
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getLastResponse().body()).isEqualTo(first.getLastResponse().body());
        assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.getLastResponse().headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(second.getLastResponse().headers().firstValue("Original-Request")).contains(first.getLastResponse().requestId());
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void aRefusalByTheBankIsRepeatedAndNotTriedAgain() throws StripeException {
        CardException first = catchThrowableOfType(CardException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_chargeDeclined"), once));
        CardException second = catchThrowableOfType(CardException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_chargeDeclined"), once));
        assertThat(second.getCharge()).isEqualTo(first.getCharge());
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() throws StripeException {
        stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once);
        IdempotencyException other = catchThrowableOfType(IdempotencyException.class, () -> stripe.v1().paymentIntents().create(payment(1001, "pm_card_visa"), once));
        assertThat(other.getStatusCode()).isEqualTo(400);
        assertThat(other.getStripeError().getType()).isEqualTo("idempotency_error");
        assertThat(other).hasMessageContaining("can only be used with the same parameters they were first used with");
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void aTwinOfARequestAtWorkIsSentAway() throws Exception {
        controls.fault("{'kind': 'latency', 'millis': 1500, 'method': 'POST', 'path': '/v1/payment_intents', 'api_key': '" + key + "'}");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PaymentIntent> slow = callers.submit(() -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once));
            Thread.sleep(400);
            StripeException twin = catchThrowableOfType(StripeException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once));
            assertThat(twin.getStatusCode()).isEqualTo(409);
            assertThat(twin.getCode()).isEqualTo("idempotency_key_in_use");
            assertThat(slow.get().getStatus()).isEqualTo("succeeded");
        }
        assertThat(charges()).isEqualTo(1);
        assertThat(stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once).getStatus()).isEqualTo("succeeded");
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void aRequestThatWasRefusedForItsFormLeavesTheKeyFree() throws StripeException {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().create(payment(10, "pm_card_visa"), once)).getCode())
                .isEqualTo("amount_too_small");
        assertThat(stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aServersErrorIsKeptUnderTheKeyWhetherItCameBeforeOrAfterTheEffect() throws StripeException {
        controls.fault("{'kind': 'error', 'status': 500, 'when': 'before', 'method': 'POST', 'api_key': '" + key + "'}");
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once)).getStatusCode()).isEqualTo(500);
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once)).getStatusCode()).isEqualTo(500);
        assertThat(charges()).isZero();
        RequestOptions another = RequestOptions.builder().setIdempotencyKey("another-" + UUID.randomUUID()).build();
        controls.fault("{'kind': 'error', 'status': 500, 'when': 'after', 'method': 'POST', 'api_key': '" + key + "'}");
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), another)).getStatusCode()).isEqualTo(500);
        assertThat(catchThrowableOfType(ApiException.class, () -> stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), another)).getStatusCode()).isEqualTo(500);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void aKeyIsForgottenAfterADay() throws Exception {
        try (StripeEmulator own = RunningEmulator.own()) {
            StripeClient client = RunningEmulator.client(own, key);
            PaymentIntent first = client.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once);
            new StripeControls(own.uri()).advance(key, Duration.ofHours(25));
            assertThat(client.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once).getId()).isNotEqualTo(first.getId());
        }
    }

    @Test
    void twoAccountsMayUseTheSameKey() throws StripeException {
        StripeClient other = RunningEmulator.client(RunningEmulator.newKey());
        assertThat(other.v1().paymentIntents().create(payment(2000, "pm_card_visa"), once).getId())
                .isNotEqualTo(stripe.v1().paymentIntents().create(payment(1000, "pm_card_visa"), once).getId());
    }
}
