package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.SetupIntent;
import com.stripe.param.ChargeListParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.SetupIntentConfirmParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The states of payment and setup intents, and every way between them.
class IntentStatesTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final Scenario scenario = new Scenario(stripe);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());

    private PaymentIntent payment(String id) throws StripeException {
        return stripe.v1().paymentIntents().retrieve(id);
    }

    @Test
    void aPaymentIsMadeGivenAMethodConfirmedAndChanged() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(Scenario.payment(1000, "eur").setDescription("Invoice 1").putMetadata("a", "1").putMetadata("b", "2").build());
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getClientSecret()).startsWith(intent.getId() + "_secret_");
        InvalidRequestException early = catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().confirm(intent.getId()));
        assertThat(early.getCode()).isEqualTo("payment_intent_unexpected_state");
        PaymentIntent chosen = stripe.v1().paymentIntents().update(intent.getId(), PaymentIntentUpdateParams.builder().setPaymentMethod("pm_card_visa").setAmount(1200L)
                .putMetadata("a", "").putMetadata("c", "3").build());
        assertThat(chosen.getStatus()).isEqualTo("requires_confirmation");
        assertThat(chosen.getMetadata()).containsOnlyKeys("b", "c");
        PaymentIntent paid = stripe.v1().paymentIntents().confirm(intent.getId());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getAmountReceived()).isEqualTo(1200);
        Charge charge = stripe.v1().charges().retrieve(paid.getLatestCharge());
        assertThat(charge.getMetadata()).containsOnlyKeys("b", "c");
        assertThat(charge.getDescription()).isEqualTo("Invoice 1");
        InvalidRequestException again = catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().confirm(intent.getId()));
        assertThat(again).hasMessageContaining("because it has already succeeded after being previously confirmed");
        assertThat(again.getStripeError().getPaymentIntent().getId()).isEqualTo(intent.getId());
        InvalidRequestException late = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().paymentIntents().update(intent.getId(), PaymentIntentUpdateParams.builder().setAmount(1300L).build()));
        assertThat(late.getCode()).isEqualTo("payment_intent_unexpected_state");
        InvalidRequestException cancel = catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().cancel(intent.getId()));
        assertThat(cancel).hasMessageContaining("because it has a status of succeeded");
    }

    @Test
    void anOpenPaymentCanBeCanceledAndThenNothingElse() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").build());
        PaymentIntent canceled = stripe.v1().paymentIntents().cancel(intent.getId(), PaymentIntentCancelParams.builder()
                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED).build());
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCanceledAt()).isNotNull();
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().confirm(intent.getId()))).hasMessageContaining("status of canceled");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().cancel(intent.getId()))).isNotNull();
    }

    @Test
    void aChallengeThatIsPassedChargesAndLeadsBack() throws StripeException {
        PaymentIntent asked = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_threeDSecure2Required").setConfirm(true)
                .setReturnUrl("https://merchant.example/back?order=1").build());
        assertThat(asked.getStatus()).isEqualTo("requires_action");
        assertThat(asked.getNextAction().getType()).isEqualTo("redirect_to_url");
        assertThat(asked.getLatestCharge()).isNull();
        URI back = controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), true);
        assertThat(back.toString()).startsWith("https://merchant.example/back?order=1&payment_intent=" + asked.getId()).contains("redirect_status=succeeded");
        PaymentIntent paid = payment(asked.getId());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getNextAction()).isNull();
        assertThat(stripe.v1().charges().retrieve(paid.getLatestCharge()).getPaymentMethodDetails().getCard().getThreeDSecure().getResult()).isEqualTo("authenticated");
        controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), true);
        assertThat(stripe.v1().charges().list(ChargeListParams.builder().setPaymentIntent(asked.getId()).build()).getData()).hasSize(1);
    }

    @Test
    void aChallengeOfAPaymentThatWasGivenUpAuthenticatesNothing() throws Exception {
        PaymentIntent asked = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_authenticationRequired").setConfirm(true)
                .setReturnUrl("https://merchant.example/back").build());
        stripe.v1().paymentIntents().cancel(asked.getId());
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(asked.getNextAction().getRedirectToUrl().getUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("outcome=success")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("Already decided").doesNotContain("Authenticated");
        assertThat(payment(asked.getId()).getStatus()).isEqualTo("canceled");
    }

    @Test
    void aChallengeThatIsFailedAsksForAnotherMethod() throws StripeException {
        PaymentIntent asked = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_authenticationRequired").setConfirm(true)
                .setReturnUrl("https://merchant.example/back").build());
        assertThat(controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), false).toString()).contains("redirect_status=failed");
        PaymentIntent waiting = payment(asked.getId());
        assertThat(waiting.getStatus()).isEqualTo("requires_payment_method");
        assertThat(waiting.getLastPaymentError().getCode()).isEqualTo("payment_intent_authentication_failure");
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).containsSubsequence("payment_intent.payment_failed", "payment_intent.requires_action");
        assertThat(stripe.v1().paymentIntents().confirm(waiting.getId(), PaymentIntentConfirmParams.builder().setPaymentMethod("pm_card_visa").build()).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void aChallengeMayBePassedAndTheBankStillRefuse() throws StripeException {
        PaymentIntent asked = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds")
                .setConfirm(true).setReturnUrl("https://merchant.example/back").build());
        assertThat(controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), true).toString()).contains("redirect_status=failed");
        assertThat(payment(asked.getId()).getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
    }

    @Test
    void whoIsAskedOnlyIfHePaysLaterIsNotKeptWaiting() {
        CardException refusal = catchThrowableOfType(CardException.class, () -> stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd")
                .setPaymentMethod("pm_card_authenticationRequired").setConfirm(true).setErrorOnRequiresAction(true).build()));
        assertThat(refusal.getCode()).isEqualTo("authentication_required");
    }

    @Test
    void confirmingWithMethodsThatMayRedirectNeedsAReturnAddress() {
        InvalidRequestException refusal = catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(1000L).setCurrency("usd").setPaymentMethod("pm_card_visa").setConfirm(true).build()));
        assertThat(refusal).hasMessageContaining("you must provide a `return_url`");
    }

    @Test
    void aMethodOfAnotherCustomerOrOfNobodyAnyMoreIsRefused() throws StripeException {
        Customer one = scenario.customer();
        Customer other = scenario.customer();
        PaymentMethod saved = scenario.attached(one, "4242424242424242");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.pay(1000, saved, other))).hasMessageContaining("must be attached to the customer");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.payOnce(1000, saved.getId()))).hasMessageContaining("you must provide the customer");
        stripe.v1().paymentMethods().detach(saved.getId());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.pay(1000, saved, one))).hasMessageContaining("It may not be used again");
        PaymentMethod once = scenario.card("4242424242424242");
        scenario.payOnce(1000, once.getId());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.payOnce(1000, once.getId()))).hasMessageContaining("It may not be used again");
    }

    @Test
    void aPaymentThatSavesItsCardForLaterMakesItTheCustomers() throws StripeException {
        Customer customer = scenario.customer();
        PaymentIntent asked = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setCustomer(customer.getId())
                .setPaymentMethod("pm_card_authenticationRequiredOnSetup").setConfirm(true).setReturnUrl("https://merchant.example/back")
                .setSetupFutureUsage(PaymentIntentCreateParams.SetupFutureUsage.OFF_SESSION).build());
        controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), true);
        PaymentMethod saved = stripe.v1().paymentMethods().retrieve(payment(asked.getId()).getPaymentMethod());
        assertThat(saved.getCustomer()).isEqualTo(customer.getId());
        assertThat(scenario.pay(500, saved, customer).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void anAuthorisationIsCapturedInPartOrReleased() throws StripeException {
        PaymentIntentCreateParams.Builder later = Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").setConfirm(true)
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL);
        PaymentIntent held = stripe.v1().paymentIntents().create(later.build());
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(1000);
        PaymentIntent captured = stripe.v1().paymentIntents().capture(held.getId(), PaymentIntentCaptureParams.builder().setAmountToCapture(600L).build());
        assertThat(captured.getAmountReceived()).isEqualTo(600);
        Charge charge = stripe.v1().charges().retrieve(captured.getLatestCharge());
        assertThat(stripe.v1().balanceTransactions().retrieve(charge.getBalanceTransaction()).getAmount()).isEqualTo(600);
        PaymentIntent released = stripe.v1().paymentIntents().cancel(stripe.v1().paymentIntents().create(later.build()).getId());
        assertThat(released.getStatus()).isEqualTo("canceled");
        assertThat(stripe.v1().charges().retrieve(released.getLatestCharge()).getRefunded()).isTrue();
    }

    @Test
    void withStripesDefaultTheFeeIsBookedAMomentLaterAndToldOf() throws Exception {
        PaymentIntent paid = stripe.v1().paymentIntents().create(PaymentIntentCreateParams.builder().setAmount(1000L).setCurrency("usd").setPaymentMethod("pm_card_visa")
                .setConfirm(true).setReturnUrl("https://merchant.example/back").build());
        assertThat(paid.getCaptureMethod()).isEqualTo("automatic_async");
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.v1().charges().retrieve(paid.getLatestCharge()).getBalanceTransaction()).isNull();
        Scenario.eventually(Duration.ofSeconds(10), () -> stripe.v1().charges().retrieve(paid.getLatestCharge()).getBalanceTransaction() != null);
        Event told = stripe.v1().events().list().getData().getFirst();
        assertThat(told.getType()).isEqualTo("charge.updated");
        assertThat(told.getData().getPreviousAttributes()).containsOnlyKeys("balance_transaction");
    }

    @ParameterizedTest
    @CsvSource({"pm_card_visa, succeeded", "pm_card_chargeDeclined, requires_payment_method"})
    void aPaymentIsProcessingWhileTheBankDecides(String method, String end) throws Exception {
        controls.fault("{'kind': 'processing', 'millis': 1000, 'api_key': '" + key + "'}");
        PaymentIntent processing = scenario.payOnce(1000, method);
        assertThat(processing.getStatus()).isEqualTo("processing");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().confirm(processing.getId())).getCode())
                .isEqualTo("payment_intent_unexpected_state");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().paymentIntents().cancel(processing.getId()))).isNotNull();
        Scenario.eventually(Duration.ofSeconds(10), () -> payment(processing.getId()).getStatus().equals(end));
        assertThat(payment(processing.getId()).getProcessing()).isNull();
        assertThat(stripe.v1().charges().list().getData()).hasSize(1);
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).containsSubsequence(
                end.equals("succeeded") ? "payment_intent.succeeded" : "payment_intent.payment_failed", "payment_intent.processing");
    }

    @Test
    void aSetupIsConfirmedChallengedAndCanceledLikeAPayment() throws StripeException {
        Customer customer = scenario.customer();
        SetupIntent open = stripe.v1().setupIntents().create(scenario.setup(customer).build());
        assertThat(open.getStatus()).isEqualTo("requires_payment_method");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().setupIntents().confirm(open.getId())).getCode())
                .isEqualTo("setup_intent_unexpected_state");
        SetupIntent asked = stripe.v1().setupIntents().confirm(open.getId(), SetupIntentConfirmParams.builder().setPaymentMethod("pm_card_authenticationRequired")
                .setReturnUrl("https://merchant.example/saved").build());
        assertThat(asked.getStatus()).isEqualTo("requires_action");
        assertThat(controls.authenticate(asked.getNextAction().getRedirectToUrl().getUrl(), false).toString()).contains("setup_intent=" + open.getId())
                .contains("redirect_status=failed");
        SetupIntent failed = stripe.v1().setupIntents().retrieve(open.getId());
        assertThat(failed.getStatus()).isEqualTo("requires_payment_method");
        assertThat(failed.getLastSetupError().getCode()).isEqualTo("setup_intent_authentication_failure");
        SetupIntent done = stripe.v1().setupIntents().confirm(open.getId(), SetupIntentConfirmParams.builder().setPaymentMethod("pm_card_mastercard").build());
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.v1().paymentMethods().retrieve(done.getPaymentMethod()).getCustomer()).isEqualTo(customer.getId());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().setupIntents().cancel(open.getId()))).hasMessageContaining("status of succeeded");
        assertThat(stripe.v1().setupIntents().cancel(stripe.v1().setupIntents().create(scenario.setup(customer).build()).getId()).getStatus()).isEqualTo("canceled");
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).containsSubsequence(List.of("setup_intent.canceled", "setup_intent.succeeded",
                "payment_method.attached", "setup_intent.setup_failed", "setup_intent.requires_action", "setup_intent.created"));
    }
}
