package io.avid.payment;

import static io.avid.payment.PaymentWorld.ADA;
import static io.avid.payment.PaymentWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.stripe.net.Webhook;
import io.avid.payment.application.EventInbox;
import io.avid.payment.v1.CreatePaymentLinkRequest;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.ExpirePaymentLinkRequest;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentLinkState;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.error.Failure;
import io.avid.platform.type.v1.Money;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Webhooks as the Stripe emulator sends them, and as it never would. */
@Tag("slow")
class StripeWebhookTest {
    private static final String SECRET = "whsec_one";

    private final PaymentWorld world = new PaymentWorld();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private static String event(String id) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"created\":1,\"type\":\"customer.updated\",\"data\":{\"object\":{\"id\":\"cus_1\",\"object\":\"customer\"}}}";
    }

    private static String signed(String body, String secret, Instant time) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, time.getEpochSecond());
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private int status(String endpoint, String body, String signature) throws IOException {
        return world.post(endpoint, body, signature).getStatus();
    }

    private void assertAllApplied() {
        PaymentWorld.await("the inbox is empty", () -> {
            EventInbox.Waiting waiting = world.bean(EventInbox.class).waiting();
            return waiting.pending() == 0 && waiting.parked() == 0;
        });
    }

    private double received(String result) {
        var counter = world.meters.find("avid.payment.webhook.received").tag("result", result).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void onlyWhatStripeSignedLatelyWithASecretOfTheEndpointIsKept() throws IOException {
        world.listenWith("main", SECRET);
        String body = event("evt_1");
        Instant now = Instant.now();
        assertThat(status("main", body, signed(body, "whsec_other", now))).isEqualTo(400);
        assertThat(status("main", body.replace("cus_1", "cus_2"), signed(body, SECRET, now))).isEqualTo(400);
        assertThat(status("main", body, signed(body, SECRET, now.minusSeconds(310)))).isEqualTo(400);
        assertThat(status("main", body, "t=1")).isEqualTo(400);
        assertThat(status("main", "{}", signed("{}", SECRET, now))).isEqualTo(400);
        assertThat(status("other", body, signed(body, SECRET, now))).isEqualTo(404);
        String large = event("evt_" + "x".repeat(600 * 1024));
        assertThat(status("main", large, signed(large, SECRET, now))).isEqualTo(413);
        assertThat(world.handle(new MockHttpServletRequest("GET", "/webhooks/stripe/main")).getStatus()).isEqualTo(405);
        assertThat(world.bean(EventInbox.class).known("org_1", java.util.List.of("evt_1"))).isEmpty();

        assertThat(status("main", body, signed(body, SECRET, now.minusSeconds(290)))).isEqualTo(200);
        assertThat(world.bean(EventInbox.class).known("org_1", java.util.List.of("evt_1"))).containsExactly("evt_1");
        assertThat(world.bean(EventInbox.class).known("org_2", java.util.List.of("evt_1"))).isEmpty();
    }

    @Test
    void whileASecretRotatesBothSign() throws IOException {
        world.listenWith("main", "whsec_new, " + SECRET);
        String old = event("evt_1");
        String young = event("evt_2");
        assertThat(status("main", old, signed(old, SECRET, Instant.now()))).isEqualTo(200);
        assertThat(status("main", young, signed(young, "whsec_new", Instant.now()))).isEqualTo(200);
    }

    @Test
    void theSameEventAgainIsAnsweredAndAppliedOnce() throws IOException {
        world.listenWith("main", SECRET);
        String body = event("evt_1");
        assertThat(status("main", body, signed(body, SECRET, Instant.now()))).isEqualTo(200);
        assertThat(status("main", body, signed(body, SECRET, Instant.now()))).isEqualTo(200);
        assertThat(received("kept")).isEqualTo(1);
        assertThat(received("known")).isEqualTo(1);
        assertAllApplied();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "webhook_doubled", "webhook_reordered"})
    void aPaymentWhoseAnswerWasLostIsSettledByTheWebhook(String fault) {
        world.listen();
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        if (!fault.isEmpty()) {
            world.fault("{\"kind\":\"" + fault + "\",\"next\":4}");
        }
        world.fault("{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents/*/confirm\"}");
        Assertions.assertThatThrownBy(() -> world.pay(request)).isInstanceOf(Failure.class);

        PaymentWorld.await("the payment succeeded", () -> world.call(STAFF, world.service()::listPayments,
                ListPaymentsRequest.newBuilder().setState(PaymentState.SUCCEEDED).build()).getPaymentsCount() == 1);

        assertAllApplied();
        Payment paid = world.pay(request);
        assertThat(paid.getFee().getMinorUnits()).isEqualTo(50);
        assertThat(world.events(paid.getName())).containsExactly("PaymentRequested", "PaymentSucceeded");
        assertThat(world.takenAtStripeMinor()).isEqualTo(700);
    }

    /** The answer is held back after the effect, so that the webhook is here first. */
    @Test
    void aWebhookBeforeTheAnswerChangesNothingThatTheAnswerSays() {
        world.listen();
        world.saveCard("visa");
        world.fault("{\"kind\":\"latency\",\"when\":\"after\",\"millis\":1500,\"path\":\"/v1/payment_intents*\",\"method\":\"POST\",\"next\":2}");
        Payment paid = world.pay(world.payment(700));
        assertThat(paid.getState()).isEqualTo(PaymentState.SUCCEEDED);
        assertAllApplied();
        assertThat(world.events(paid.getName())).containsExactly("PaymentRequested", "PaymentSucceeded");
    }

    @Test
    void aProofThatIsGivenIsLearnedByTheWebhook() {
        world.listen();
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        world.answerChallenge(waiting.getActionUrl(), true);
        world.awaitPayment(waiting.getName(), payment -> payment.getState() == PaymentState.SUCCEEDED && payment.hasFee());
    }

    @Test
    void whatNoWebhookToldIsBroughtInByASweepAndAWebhookThatComesLateChangesNothing() {
        world.listen();
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        world.deliverWebhooks();
        assertAllApplied();
        world.fault("{\"kind\":\"webhook_delayed\",\"millis\":600000,\"next\":50}");
        world.answerChallenge(waiting.getActionUrl(), true);
        assertThat(world.sweep().getChanged()).isGreaterThan(0);
        assertThat(world.events(waiting.getName())).endsWith("PaymentSucceeded");
        world.clearFaults();
        world.deliverWebhooks();
        assertAllApplied();
        assertThat(world.events(waiting.getName())).containsExactly("PaymentRequested", "PaymentActionRequired", "PaymentSucceeded");
    }

    @Test
    void whileStripeIsDownEventsWaitAndAreAppliedWhenItIsBack() {
        world.listen();
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        assertAllApplied();
        world.fault("{\"kind\":\"error\",\"status\":503,\"method\":\"GET\",\"path\":\"/v1/*\",\"next\":1000}");
        world.answerChallenge(waiting.getActionUrl(), true);
        world.deliverWebhooks();
        PaymentWorld.await("it was tried", () -> world.meters.find("avid.payment.webhook.applied").tag("result", "failed").counter() != null);
        assertThat(world.bean(EventInbox.class).waiting().pending()).isGreaterThan(0);
        world.clearFaults();
        world.advanceASecond();
        world.awaitPayment(waiting.getName(), payment -> payment.getState() == PaymentState.SUCCEEDED);
        assertAllApplied();
    }

    @Test
    void whatWasKeptBeforeTheProcessEndedIsAppliedByTheNext() throws Exception {
        world.listen();
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        assertAllApplied();
        world.fault("{\"kind\":\"error\",\"status\":503,\"method\":\"GET\",\"path\":\"/v1/*\",\"next\":1000}");
        world.answerChallenge(waiting.getActionUrl(), true);
        world.deliverWebhooks();
        world.stop();
        world.clearFaults();

        world.start();

        world.awaitPayment(waiting.getName(), payment -> payment.getState() == PaymentState.SUCCEEDED);
        assertAllApplied();
    }

    private PaymentLink link() {
        return world.call(STAFF, world.service()::createPaymentLink, CreatePaymentLinkRequest.newBuilder().setCustomer(ADA)
                .setReference("invoices/i1").setDescription("Invoice 1").setAmount(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(2_500))
                .setRequestId(world.next()).build());
    }

    private PaymentLink get(PaymentLink link) {
        world.advanceASecond();
        return world.call(STAFF, world.service()::getPaymentLink, GetPaymentLinkRequest.newBuilder().setName(link.getName()).build());
    }

    @Test
    void aLinkThatIsWithdrawnCannotBePaid() throws Exception {
        PaymentLink link = link();
        assertThat(link.getState()).isEqualTo(PaymentLinkState.LINK_OPEN);
        assertThat(link.getUrl()).startsWith("http");
        var expire = ExpirePaymentLinkRequest.newBuilder().setName(link.getName()).setRequestId(world.next()).build();
        assertThat(world.call(STAFF, world.service()::expirePaymentLink, expire).getState()).isEqualTo(PaymentLinkState.LINK_EXPIRED);
        assertThat(world.call(STAFF, world.service()::expirePaymentLink, expire).getState()).isEqualTo(PaymentLinkState.LINK_EXPIRED);
        assertThat(world.stripe.v1().checkout().sessions().list().getData().getFirst().getStatus()).isEqualTo("expired");
        assertThat(world.events(link.getName())).containsExactly("PaymentLinkRequested", "PaymentLinkOpened", "PaymentLinkExpired");
    }

    @Test
    void aLinkThatIsPaidMakesAPaymentOfItsOwnOnce() throws Exception {
        world.listen();
        PaymentLink link = link();
        world.payAtCheckout(link.getUrl());

        PaymentWorld.await("the link is paid", () -> get(link).getState() == PaymentLinkState.LINK_PAID);

        PaymentLink paid = get(link);
        Payment payment = world.awaitPayment(paid.getPayment(), known -> known.getState() == PaymentState.SUCCEEDED && known.hasFee());
        assertThat(payment.getReference()).isEqualTo("invoices/i1");
        assertThat(payment.getPaymentLink()).isEqualTo(link.getName());
        assertThat(payment.getAmount().getMinorUnits()).isEqualTo(2_500);
        assertAllApplied();
        assertThat(world.events(payment.getName())).containsExactly("PaymentRequested", "PaymentSucceeded");
        assertThat(world.events(link.getName())).containsExactly("PaymentLinkRequested", "PaymentLinkOpened", "PaymentLinkPaid");
        assertThat(world.call(STAFF, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isEqualTo(1);
        Assertions.assertThatThrownBy(() -> world.call(STAFF, world.service()::expirePaymentLink,
                ExpirePaymentLinkRequest.newBuilder().setName(link.getName()).setRequestId(world.next()).build()))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo("LINK_STATE_UNFIT"));
    }

    @Test
    void aLinkWhoseTimeIsOverIsExpired() {
        PaymentLink link = link();
        world.advance(Duration.ofHours(24));
        PaymentWorld.await("the link is expired", () -> get(link).getState() == PaymentLinkState.LINK_EXPIRED);
    }

    @Test
    void aWebhookOfSomethingThatAvidDidNotMakeIsLeftAlone() throws Exception {
        world.listen();
        world.stripe.v1().paymentIntents().create(com.stripe.param.PaymentIntentCreateParams.builder().setAmount(900L).setCurrency("usd").build());
        world.deliverWebhooks();
        assertAllApplied();
        assertThat(world.meters.find("avid.payment.webhook.applied").tag("result", "foreign").counter().count()).isGreaterThan(0);
        assertThat(world.call(STAFF, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isZero();
    }

    @Test
    void aRealWebhookCarriesWhatIsReadFromIt() throws Exception {
        world.saveCard("visa");
        world.pay(world.payment(500));
        var event = world.stripe.v1().events().list().getData().stream().filter(one -> one.getType().equals("payment_intent.succeeded")).findFirst().orElseThrow();
        var parsed = io.avid.payment.stripe.StripeEvent.parse(event.toJson()).orElseThrow();
        assertThat(parsed.object().orElseThrow().id()).startsWith("pi_");
        assertThat(parsed.labels()).containsEntry("avid_organisation", "org_1").containsKey("avid_payment").containsEntry("avid_reference", "invoices/i1");
        assertThat(JsonParser.parseString(event.toJson()).getAsJsonObject().get("id").getAsString()).isEqualTo(parsed.id());
    }
}
