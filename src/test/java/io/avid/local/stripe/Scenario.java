package io.avid.local.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.time.Duration;

/// What tests do again and again, by Stripe's SDK.
record Scenario(StripeClient stripe) {

    @FunctionalInterface
    interface Condition {
        boolean holds() throws StripeException;
    }

    static void eventually(Duration patience, Condition condition) throws StripeException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come about within " + patience);
            }
            Thread.sleep(20);
        }
    }

    Customer customer() throws StripeException {
        return stripe.v1().customers().create(CustomerCreateParams.builder().setName("A Payer").setEmail("payer@customer.example").putMetadata("avid", "customers/1").build());
    }

    PaymentMethod card(String number) throws StripeException {
        return stripe.v1().paymentMethods().create(PaymentMethodCreateParams.builder().setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(PaymentMethodCreateParams.CardDetails.builder().setNumber(number).setExpMonth(12L).setExpYear(2034L)
                        .setCvc(number.startsWith("34") || number.startsWith("37") ? "1234" : "123").build()).build());
    }

    PaymentMethod attached(Customer customer, String number) throws StripeException {
        return stripe.v1().paymentMethods().attach(card(number).getId(), PaymentMethodAttachParams.builder().setCustomer(customer.getId()).build());
    }

    SetupIntentCreateParams.Builder setup(Customer customer) {
        return SetupIntentCreateParams.builder().setCustomer(customer.getId()).setAutomaticPaymentMethods(SetupIntentCreateParams.AutomaticPaymentMethods.builder()
                .setEnabled(true).setAllowRedirects(SetupIntentCreateParams.AutomaticPaymentMethods.AllowRedirects.NEVER).build());
    }

    SetupIntent setUp(Customer customer, String number) throws StripeException {
        return stripe.v1().setupIntents().create(setup(customer).setPaymentMethod(card(number).getId()).setConfirm(true).build());
    }

    static PaymentIntentCreateParams.Builder payment(long amount, String currency) {
        return PaymentIntentCreateParams.builder().setAmount(amount).setCurrency(currency).setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC)
                .setAutomaticPaymentMethods(PaymentIntentCreateParams.AutomaticPaymentMethods.builder().setEnabled(true)
                        .setAllowRedirects(PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects.NEVER).build());
    }

    /// Off-session, with a saved card.
    PaymentIntent pay(long amount, PaymentMethod method, Customer customer) throws StripeException {
        return stripe.v1().paymentIntents().create(payment(amount, "usd").setCustomer(customer.getId()).setPaymentMethod(method.getId()).setConfirm(true)
                .setOffSession(true).build());
    }

    /// On-session, with one of Stripe's test payment methods.
    PaymentIntent payOnce(long amount, String method) throws StripeException {
        return stripe.v1().paymentIntents().create(payment(amount, "usd").setPaymentMethod(method).setConfirm(true).build());
    }

    Refund refund(PaymentIntent payment, long amount) throws StripeException {
        return stripe.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(payment.getId()).setAmount(amount).build());
    }

    WebhookEndpoint endpoint(String url, String... events) throws StripeException {
        WebhookEndpointCreateParams.Builder params = WebhookEndpointCreateParams.builder().setUrl(url);
        for (String event : events) {
            params.putExtraParam("enabled_events[" + event + "]", event);
        }
        return stripe.v1().webhookEndpoints().create(params.build());
    }

    Session checkout(Customer customer, long amount) throws StripeException {
        return stripe.v1().checkout().sessions().create(SessionCreateParams.builder().setMode(SessionCreateParams.Mode.PAYMENT).setCustomer(customer.getId())
                .setSuccessUrl("https://merchant.example/paid?session={CHECKOUT_SESSION_ID}").setCancelUrl("https://merchant.example/back")
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder().putMetadata("avid", "paymentLinks/1").build())
                .addLineItem(SessionCreateParams.LineItem.builder().setQuantity(1L).setPriceData(SessionCreateParams.LineItem.PriceData.builder().setCurrency("usd")
                        .setUnitAmount(amount).setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder().setName("Invoice 1").build()).build()).build())
                .build());
    }
}
