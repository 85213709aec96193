package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.RefundCreateParams;
import org.junit.jupiter.api.Test;

class TakePaymentTest {

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());

    private PaymentIntentCreateParams.Builder payment(long amount) {
        return PaymentIntentCreateParams.builder().setAmount(amount).setCurrency("usd")
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC)
                .setAutomaticPaymentMethods(PaymentIntentCreateParams.AutomaticPaymentMethods.builder().setEnabled(true)
                        .setAllowRedirects(PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects.NEVER).build());
    }

    @Test
    void aCardByItsNumberPaysAndTheFeeIsTwoPointNinePercentAndThirtyCents() throws StripeException {
        Customer customer = stripe.v1().customers().create(CustomerCreateParams.builder().setName("Ada").putMetadata("avid", "customers/1").build());
        PaymentMethod method = stripe.v1().paymentMethods().create(PaymentMethodCreateParams.builder().setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(PaymentMethodCreateParams.CardDetails.builder().setNumber("4242424242424242").setExpMonth(12L).setExpYear(2034L).setCvc("123").build()).build());
        stripe.v1().paymentMethods().attach(method.getId(), PaymentMethodAttachParams.builder().setCustomer(customer.getId()).build());
        PaymentIntent paid = stripe.v1().paymentIntents().create(payment(10_00).setCustomer(customer.getId()).setPaymentMethod(method.getId())
                .setConfirm(true).setOffSession(true).addExpand("latest_charge.balance_transaction").build());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        Charge charge = paid.getLatestChargeObject();
        BalanceTransaction movement = charge.getBalanceTransactionObject();
        assertThat(movement.getFee()).isEqualTo(59);
        assertThat(movement.getNet()).isEqualTo(941);
        Refund half = stripe.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(paid.getId()).setAmount(500L).build());
        assertThat(half.getStatus()).isEqualTo("succeeded");
        InvalidRequestException tooMuch = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(paid.getId()).setAmount(501L).build()));
        assertThat(tooMuch).hasMessageContaining("Refund amount ($5.01) is greater than unrefunded amount on charge ($5.00)");
        stripe.v1().refunds().create(RefundCreateParams.builder().setCharge(charge.getId()).build());
        InvalidRequestException nothingLeft = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().refunds().create(RefundCreateParams.builder().setCharge(charge.getId()).build()));
        assertThat(nothingLeft.getCode()).isEqualTo("charge_already_refunded");
        assertThat(stripe.v1().events().list().getData()).extracting(event -> event.getType()).contains("customer.created", "payment_method.attached",
                "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.refunded", "refund.created");
        assertThat(stripe.v1().events().list().getData().getFirst().getDataObjectDeserializer().getObject()).isPresent();
    }

    @Test
    void aDeclinedPaymentWaitsForAnotherCard() throws StripeException {
        CardException declined = catchThrowableOfType(CardException.class,
                () -> stripe.v1().paymentIntents().create(payment(700).setPaymentMethod("pm_card_visa_chargeDeclinedInsufficientFunds").setConfirm(true).build()));
        assertThat(declined.getCode()).isEqualTo("card_declined");
        assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
        PaymentIntent waiting = declined.getStripeError().getPaymentIntent();
        assertThat(waiting.getStatus()).isEqualTo("requires_payment_method");
        assertThat(stripe.v1().paymentIntents().retrieve(waiting.getId()).getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
        PaymentIntent paid = stripe.v1().paymentIntents().confirm(waiting.getId(), PaymentIntentConfirmParams.builder().setPaymentMethod("pm_card_visa").build());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.v1().paymentIntents().retrieve(paid.getId(), PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build())
                .getLatestChargeObject().getPaid()).isTrue();
    }
}
