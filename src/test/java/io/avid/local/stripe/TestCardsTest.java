package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.SetupIntent;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Stripe's documented test cards do here what they do there.
class TestCardsTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final Scenario scenario = new Scenario(stripe);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());

    @ParameterizedTest
    @CsvSource({
        "4242424242424242, visa, visa, credit", "4000056655665556, visa_debit, visa, debit", "5555555555554444, mastercard, mastercard, credit",
        "5200828282828210, mastercard_debit, mastercard, debit", "5105105105105100, mastercard_prepaid, mastercard, prepaid", "378282246310005, amex, amex, credit",
        "6011111111111117, discover, discover, credit", "3056930009020004, diners, diners, credit", "3566002020360505, jcb, jcb, credit",
        "6200000000000005, unionpay, unionpay, credit"})
    void aGoodCardPaysByItsNumberItsTestMethodAndItsToken(String number, String name, String brand, String funding) throws StripeException {
        PaymentMethod byNumber = scenario.card(number);
        assertThat(byNumber.getCard().getBrand()).isEqualTo(brand);
        assertThat(byNumber.getCard().getFunding()).isEqualTo(funding);
        assertThat(byNumber.getCard().getLast4()).isEqualTo(number.substring(number.length() - 4));
        PaymentMethod byToken = stripe.v1().paymentMethods().create(PaymentMethodCreateParams.builder().setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(PaymentMethodCreateParams.Token.builder().setToken("tok_" + name).build()).build());
        assertThat(byToken.getCard().getFingerprint()).isEqualTo(byNumber.getCard().getFingerprint());
        assertThat(scenario.payOnce(100, byNumber.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(scenario.payOnce(100, byToken.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(scenario.payOnce(100, "pm_card_" + name).getStatus()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @CsvSource({
        "4000000000000002, visa_chargeDeclined, card_declined, generic_decline, Your card was declined.",
        "4000000000000002, chargeDeclined, card_declined, generic_decline, Your card was declined.",
        "4000000000009995, visa_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds, Your card has insufficient funds.",
        "4000000000009987, visa_chargeDeclinedLostCard, card_declined, lost_card, Your card was declined.",
        "4000000000009979, visa_chargeDeclinedStolenCard, card_declined, stolen_card, Your card was declined.",
        "4000000000000069, chargeDeclinedExpiredCard, expired_card, expired_card, Your card has expired.",
        "4000000000000127, chargeDeclinedIncorrectCvc, incorrect_cvc, incorrect_cvc, Your card's security code is incorrect.",
        "4000000000000119, chargeDeclinedProcessingError, processing_error, processing_error, An error occurred while processing your card. Try again in a little bit.",
        "4000000000006975, visa_chargeDeclinedVelocityLimitExceeded, card_declined, card_velocity_exceeded, Your card was declined for making repeated attempts too frequently or exceeding its amount limit."})
    void aDecliningCardIsRefusedWithItsReasonInChargingAttachingAndSettingUp(String number, String name, String code, String declineCode, String message)
            throws StripeException {
        Customer customer = scenario.customer();
        PaymentMethod card = scenario.card(number);
        CardException charged = catchThrowableOfType(CardException.class, () -> scenario.payOnce(1000, "pm_card_" + name));
        assertRefusal(charged, code, declineCode, message);
        Charge failed = stripe.v1().charges().retrieve(charged.getCharge());
        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getFailureCode()).isEqualTo(code);
        assertThat(failed.getOutcome().getReason()).isEqualTo(declineCode);
        assertThat(failed.getBalanceTransaction()).isNull();
        assertRefusal(catchThrowableOfType(CardException.class,
                () -> stripe.v1().paymentMethods().attach(card.getId(), PaymentMethodAttachParams.builder().setCustomer(customer.getId()).build())), code, declineCode, message);
        CardException setUp = catchThrowableOfType(CardException.class, () -> scenario.setUp(customer, number));
        assertRefusal(setUp, code, declineCode, message);
        SetupIntent waiting = setUp.getStripeError().getSetupIntent();
        assertThat(waiting.getStatus()).isEqualTo("requires_payment_method");
        assertThat(waiting.getLastSetupError().getDeclineCode()).isEqualTo(declineCode);
        assertThat(stripe.v1().paymentMethods().list().getData()).isEmpty();
    }

    private static void assertRefusal(CardException refusal, String code, String declineCode, String message) {
        assertThat(refusal.getStatusCode()).isEqualTo(402);
        assertThat(refusal.getStripeError().getType()).isEqualTo("card_error");
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getDeclineCode()).isEqualTo(declineCode);
        assertThat(refusal.getStripeError().getMessage()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"4242424242424241, 12, 2034, 123, incorrect_number, card[number]", "4242424242424242, 13, 2034, 123, invalid_expiry_month, card[exp_month]",
        "4242424242424242, 12, 2020, 123, invalid_expiry_year, card[exp_year]", "4242424242424242, 12, 2034, 99, invalid_cvc, card[cvc]"})
    void aCardThatCannotBeIsRefusedBeforeItIsOne(String number, long month, long year, String cvc, String code, String parameter) {
        CardException refusal = catchThrowableOfType(CardException.class, () -> stripe.v1().paymentMethods().create(PaymentMethodCreateParams.builder()
                .setType(PaymentMethodCreateParams.Type.CARD).setCard(PaymentMethodCreateParams.CardDetails.builder().setNumber(number).setExpMonth(month)
                        .setExpYear(year).setCvc(cvc).build()).build()));
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getParam()).isEqualTo(parameter);
        assertThat(refusal.getDeclineCode()).isNull();
    }

    @Test
    void theCardThatCanBeSavedButNotChargedIsJustThat() throws StripeException {
        Customer customer = scenario.customer();
        PaymentMethod saved = scenario.attached(customer, "4000000000000341");
        assertThat(scenario.setUp(customer, "4000000000000341").getStatus()).isEqualTo("succeeded");
        CardException refusal = catchThrowableOfType(CardException.class, () -> scenario.pay(1000, saved, customer));
        assertThat(refusal.getDeclineCode()).isEqualTo("generic_decline");
    }

    @ParameterizedTest
    @CsvSource({
        // number, on-session asks, off-session when attached only, off-session when set up, setting up asks
        "4242424242424242, false, succeeded, succeeded, false",
        "4000000000003055, false, succeeded, succeeded, false",
        "4000002500003155, true, authentication_required, succeeded, true",
        "4000000000003220, true, authentication_required, succeeded, true",
        "4000002760003184, true, authentication_required, authentication_required, true",
        "4000003800000446, true, succeeded, succeeded, false",
        "4000008260003178, true, authentication_required, insufficient_funds, true"})
    void aCardAsksItsHolderWhenItShould(String number, boolean onSessionAsks, String offSession, String offSessionSetUp, boolean setupAsks) throws StripeException {
        Customer customer = scenario.customer();
        assertThat(scenario.payOnce(1000, scenario.card(number).getId()).getStatus()).isEqualTo(onSessionAsks ? "requires_action" : "succeeded");
        assertThat(outcome(scenario.attached(customer, number), customer)).isEqualTo(offSession);
        SetupIntent setup = scenario.setUp(customer, number);
        assertThat(setup.getStatus()).isEqualTo(setupAsks ? "requires_action" : "succeeded");
        if (setupAsks) {
            controls.authenticate((String) setup.getNextAction().getUseStripeSdk().get("stripe_js"), true);
        }
        SetupIntent done = stripe.v1().setupIntents().retrieve(setup.getId());
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(outcome(stripe.v1().paymentMethods().retrieve(done.getPaymentMethod()), customer)).isEqualTo(offSessionSetUp);
    }

    private String outcome(PaymentMethod method, Customer customer) throws StripeException {
        try {
            return scenario.pay(1000, method, customer).getStatus();
        } catch (CardException refusal) {
            PaymentIntent waiting = refusal.getStripeError().getPaymentIntent();
            assertThat(waiting.getStatus()).isEqualTo("requires_payment_method");
            assertThat(waiting.getLastPaymentError().getPaymentMethod().getId()).isEqualTo(method.getId());
            return refusal.getDeclineCode();
        }
    }
}
