package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.WebhookEndpointUpdateParams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events reach those who asked for them, signed, until they are taken; and go astray on demand.
class WebhooksTest {

    private final String key = RunningEmulator.newKey();
    private final StripeClient stripe = RunningEmulator.client(key);
    private final Scenario scenario = new Scenario(stripe);
    private final StripeControls controls = new StripeControls(RunningEmulator.shared().uri());
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private static Event verified(WebhookReceiver.Letter letter, String secret) throws SignatureVerificationException {
        return Webhook.constructEvent(letter.body(), letter.signature(), secret);
    }

    private List<String> types(String secret) {
        return receiver.letters().stream().map(letter -> {
            try {
                return verified(letter, secret).getType();
            } catch (SignatureVerificationException e) {
                throw new AssertionError(e);
            }
        }).toList();
    }

    @Test
    void anEventIsToldSignedAndReadableByTheSdk() throws Exception {
        WebhookEndpoint endpoint = scenario.endpoint(receiver.url(), "payment_intent.succeeded");
        assertThat(endpoint.getSecret()).startsWith("whsec_");
        assertThat(stripe.v1().webhookEndpoints().retrieve(endpoint.getId()).getSecret()).isNull();
        var paid = scenario.payOnce(1000, "pm_card_visa");
        WebhookReceiver.Letter letter = receiver.await(1).getFirst();
        Event event = verified(letter, endpoint.getSecret());
        assertThat(event.getType()).isEqualTo("payment_intent.succeeded");
        assertThat(event.getApiVersion()).isEqualTo(ServeRequest.API_VERSION);
        assertThat(event.getPendingWebhooks()).isEqualTo(1);
        assertThat(event.getRequest().getId()).isEqualTo(paid.getLastResponse().requestId());
        assertThat(event.getDataObjectDeserializer().getObject()).get().isInstanceOfSatisfying(com.stripe.model.PaymentIntent.class,
                intent -> assertThat(intent.getId()).isEqualTo(paid.getId()));
        assertThatThrownBy(() -> verified(letter, "whsec_wrong")).isInstanceOf(SignatureVerificationException.class);
        Scenario.eventually(Duration.ofSeconds(5), () -> stripe.v1().events().retrieve(event.getId()).getPendingWebhooks() == 0);
        assertThat(receiver.letters()).hasSize(1);
    }

    @Test
    void aWebhookIsTriedAgainUntilItIsTaken() throws Exception {
        WebhookEndpoint endpoint = scenario.endpoint(receiver.url(), "customer.created");
        receiver.refuse(2);
        scenario.customer();
        receiver.await(1);
        Scenario.eventually(Duration.ofSeconds(5), () -> controls.pendingWebhooks(key) == 1);
        controls.deliverNow(key);
        receiver.await(2);
        receiver.await(3);
        Scenario.eventually(Duration.ofSeconds(5), () -> controls.pendingWebhooks(key) == 0);
        assertThat(receiver.letters().stream().map(WebhookReceiver.Letter::body).map(body -> body.substring(0, 40)).distinct()).hasSize(1);
        assertThat(types(endpoint.getSecret())).containsOnly("customer.created");
    }

    @Test
    void endpointsGetWhatTheyAskForAndNothingOnceDisabledOrDeleted() throws Exception {
        try (WebhookReceiver everything = new WebhookReceiver()) {
            WebhookEndpoint all = scenario.endpoint(everything.url(), "*");
            WebhookEndpoint some = scenario.endpoint(receiver.url(), "customer.*");
            Customer customer = scenario.customer();
            scenario.payOnce(1000, "pm_card_visa");
            stripe.v1().customers().update(customer.getId(), CustomerUpdateParams.builder().setName("B Payer").build());
            everything.await(5);
            receiver.await(2);
            assertThat(types(some.getSecret())).containsExactlyInAnyOrder("customer.created", "customer.updated");
            stripe.v1().webhookEndpoints().update(all.getId(), WebhookEndpointUpdateParams.builder().setDisabled(true).build());
            stripe.v1().webhookEndpoints().delete(some.getId());
            scenario.customer();
            assertThat(controls.pendingWebhooks(key)).isZero();
            assertThat(everything.letters()).hasSize(5);
            assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().webhookEndpoints().retrieve(some.getId())).getStatusCode()).isEqualTo(404);
            assertThat(stripe.v1().webhookEndpoints().list().getData()).extracting(WebhookEndpoint::getId).containsExactly(all.getId());
        }
    }

    @Test
    void whileASecretRollsBothSignAndAfterwardsTheNewOneAlone() throws Exception {
        WebhookEndpoint endpoint = scenario.endpoint(receiver.url(), "customer.created");
        String fresh = controls.rollSecret(key, endpoint.getId(), Duration.ofSeconds(2));
        scenario.customer();
        WebhookReceiver.Letter during = receiver.await(1).getFirst();
        assertThat(verified(during, endpoint.getSecret()).getType()).isEqualTo("customer.created");
        assertThat(verified(during, fresh).getType()).isEqualTo("customer.created");
        Thread.sleep(2_100);
        scenario.customer();
        WebhookReceiver.Letter afterwards = receiver.await(2).getLast();
        assertThat(verified(afterwards, fresh).getType()).isEqualTo("customer.created");
        assertThatThrownBy(() -> verified(afterwards, endpoint.getSecret())).isInstanceOf(SignatureVerificationException.class);
    }

    @Test
    void webhooksAreLostDoubledAndDelayedOnDemandWhileTheEventsAreListed() throws Exception {
        WebhookEndpoint endpoint = scenario.endpoint(receiver.url(), "customer.created");
        String account = ", 'api_key': '" + key + "'}";
        controls.fault("{'kind': 'webhook_lost', 'type': 'customer.*'" + account);
        scenario.customer();
        controls.fault("{'kind': 'webhook_doubled'" + account);
        scenario.customer();
        receiver.await(2);
        assertThat(receiver.letters().get(0).body()).startsWith(receiver.letters().get(1).body().substring(0, 40));
        controls.fault("{'kind': 'webhook_delayed', 'millis': 60000" + account);
        scenario.customer();
        assertThat(controls.pendingWebhooks(key)).isEqualTo(1);
        assertThat(receiver.letters()).hasSize(2);
        controls.deliverNow(key);
        receiver.await(3);
        assertThat(types(endpoint.getSecret())).hasSize(3);
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).containsExactly("customer.created", "customer.created", "customer.created");
    }

    @Test
    void webhooksAreReorderedOnDemand() throws Exception {
        WebhookEndpoint endpoint = scenario.endpoint(receiver.url(), "*");
        controls.fault("{'kind': 'webhook_reordered', 'next': 3, 'millis': 300, 'api_key': '" + key + "'}");
        scenario.payOnce(1000, "pm_card_visa");
        receiver.await(3);
        assertThat(types(endpoint.getSecret())).containsExactly("payment_intent.succeeded", "charge.succeeded", "payment_intent.created");
    }

    @Test
    void whatIsNeverTakenIsGivenUpAfterThreeDays() throws Exception {
        try (StripeEmulator own = RunningEmulator.own()) {
            StripeClient client = RunningEmulator.client(own, key);
            StripeControls ownControls = new StripeControls(own.uri());
            new Scenario(client).endpoint(receiver.url(), "*");
            receiver.refuse(1000);
            new Scenario(client).customer();
            receiver.await(1);
            ownControls.advance(key, Duration.ofHours(2));
            receiver.await(2);
            assertThat(ownControls.pendingWebhooks(key)).isEqualTo(1);
            ownControls.advance(key, Duration.ofDays(4));
            Scenario.eventually(Duration.ofSeconds(5), () -> ownControls.pendingWebhooks(key) == 0);
        }
    }

    @Test
    void anEndpointNeedsAnAddressAndEvents() {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.endpoint("merchant.example/hooks", "*")).getCode()).isEqualTo("url_invalid");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.endpoint(receiver.url())).getParam()).isEqualTo("enabled_events");
    }

    @Test
    void anUpdateTellsWhatWasBeforeAndOneThatChangesNothingTellsNothing() throws StripeException {
        Customer customer = scenario.customer();
        stripe.v1().customers().update(customer.getId(), CustomerUpdateParams.builder().setName("A Payer").build());
        assertThat(stripe.v1().events().list().getData()).hasSize(1);
        stripe.v1().customers().update(customer.getId(), CustomerUpdateParams.builder().setName("Another").build());
        Event told = stripe.v1().events().list().getData().getFirst();
        assertThat(told.getData().getPreviousAttributes()).containsEntry("name", "A Payer").hasSize(1);
    }
}
