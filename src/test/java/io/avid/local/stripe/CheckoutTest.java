package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A person without a login pays at a page.
class CheckoutTest {

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());
    private final Scenario scenario = new Scenario(stripe);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());

    private static String page(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private Session session(String id) throws StripeException {
        return stripe.v1().checkout().sessions().retrieve(id, SessionRetrieveParams.builder().addExpand("payment_intent").addExpand("line_items").build());
    }

    @Test
    void aPayerSeesWhatToPayIsRefusedChallengedAndPaysOnce() throws Exception {
        Session open = scenario.checkout(scenario.customer(), 123_456);
        assertThat(open.getStatus()).isEqualTo("open");
        assertThat(open.getPaymentStatus()).isEqualTo("unpaid");
        assertThat(open.getAmountTotal()).isEqualTo(123_456);
        assertThat(open.getPaymentIntent()).isNull();
        assertThat(page(open.getUrl())).contains("Pay $1,234.56", "Invoice 1", "Card number");
        assertThat(controls.payAt(open.getUrl(), "4000000000009995").toString()).isEqualTo(open.getUrl());
        Session refused = session(open.getId());
        assertThat(refused.getStatus()).isEqualTo("open");
        assertThat(refused.getPaymentIntentObject().getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
        URI challenge = controls.payAt(open.getUrl(), "4000000000003220");
        URI back = controls.authenticate(challenge.toString(), true);
        assertThat(back.toString()).startsWith(open.getUrl());
        Session paid = session(open.getId());
        assertThat(paid.getStatus()).isEqualTo("complete");
        assertThat(paid.getPaymentStatus()).isEqualTo("paid");
        assertThat(paid.getUrl()).isNull();
        assertThat(paid.getCustomerDetails().getEmail()).isEqualTo("payer@customer.example");
        assertThat(paid.getLineItems().getData().getFirst().getDescription()).isEqualTo("Invoice 1");
        PaymentIntent intent = paid.getPaymentIntentObject();
        assertThat(intent.getId()).isEqualTo(refused.getPaymentIntent());
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getMetadata()).containsEntry("avid", "paymentLinks/1");
        assertThat(controls.payAt(open.getUrl(), "4242424242424242").toString()).isEqualTo("https://merchant.example/paid?session=" + open.getId());
        assertThat(stripe.v1().charges().list().getData().stream().filter(charge -> charge.getPaid())).hasSize(1);
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).contains("checkout.session.completed");
    }

    @Test
    void aCardIsSavedAtThePage() throws Exception {
        var customer = scenario.customer();
        Session open = stripe.v1().checkout().sessions().create(SessionCreateParams.builder().setMode(SessionCreateParams.Mode.SETUP).setCustomer(customer.getId())
                .setCurrency("usd").setSuccessUrl("https://merchant.example/saved").build());
        assertThat(controls.payAt(open.getUrl(), "5555555555554444").toString()).isEqualTo("https://merchant.example/saved");
        var setup = stripe.v1().setupIntents().retrieve(open.getSetupIntent());
        assertThat(setup.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.v1().paymentMethods().retrieve(setup.getPaymentMethod()).getCustomer()).isEqualTo(customer.getId());
    }

    @Test
    void aLinkExpiresByItselfAndByWish() throws Exception {
        try (StripeEmulator own = RunningEmulator.own()) {
            String key = RunningEmulator.newKey();
            StripeClient client = RunningEmulator.client(own, key);
            StripeControls ownControls = new StripeControls(own.uri());
            Scenario there = new Scenario(client);
            Session late = there.checkout(there.customer(), 1000);
            ownControls.payAt(late.getUrl(), "4000000000000002");
            ownControls.advance(key, Duration.ofHours(25));
            Scenario.eventually(Duration.ofSeconds(5), () -> client.v1().checkout().sessions().retrieve(late.getId()).getStatus().equals("expired"));
            assertThat(page(late.getUrl())).contains("This link has expired");
            assertThat(ownControls.payAt(late.getUrl(), "4242424242424242").toString()).isEqualTo(late.getUrl());
            assertThat(client.v1().paymentIntents().list().getData().getFirst().getStatus()).isEqualTo("canceled");
            Session withdrawn = there.checkout(there.customer(), 1000);
            assertThat(client.v1().checkout().sessions().expire(withdrawn.getId()).getStatus()).isEqualTo("expired");
            assertThat(catchThrowableOfType(InvalidRequestException.class, () -> client.v1().checkout().sessions().expire(withdrawn.getId())))
                    .hasMessageContaining("has a status of `expired`");
            assertThat(client.v1().events().list().getData().stream().filter(event -> event.getType().equals("checkout.session.expired"))).hasSize(2);
        }
    }
}
