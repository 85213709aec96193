package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import io.avid.local.ChildProcess;
import io.avid.local.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was answered is there after a kill, whole; what was not is asked for again by its key and happens once.
class SurvivesKillTest {

    @TempDir
    Path folder;

    private final String key = RunningEmulator.newKey();

    private static PaymentIntentCreateParams payment(String name) {
        return Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").setConfirm(true).putMetadata("name", name).build();
    }

    private static RequestOptions under(String name) {
        return RequestOptions.builder().setIdempotencyKey(name).build();
    }

    @Test
    @Tag("slow")
    void noAnswerIsLostAndNothingHappensTwiceWhenTheEmulatorIsKilledAtWork() throws Exception {
        int port = TestSystem.shared().freePort();
        ChildProcess process = TestSystem.shared().startStripeProcess(folder, port);
        StripeClient stripe = StripeClient.builder().setApiKey(key).setApiBase("http://localhost:" + port).setMaxNetworkRetries(0).build();
        Map<String, String> answered = new ConcurrentHashMap<>();
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            new Scenario(stripe).endpoint(receiver.url(), "payment_intent.succeeded");
            receiver.refuse(Integer.MAX_VALUE);
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < 8; caller++) {
                    String name = "caller-" + caller + "-";
                    callers.submit(() -> {
                        for (int i = 0;; i++) {
                            answered.put(name + i, stripe.v1().paymentIntents().create(payment(name + i), under(name + i)).getId());
                        }
                    });
                }
                while (answered.size() < 60) {
                    Thread.sleep(5);
                }
                process.kill();
            }
            assertThatThrownBy(() -> stripe.v1().paymentIntents().list()).isInstanceOf(ApiConnectionException.class);
            try (ChildProcess again = process.startAgain()) {
                for (int caller = 0; caller < 8; caller++) {
                    String name = "caller-" + caller + "-";
                    for (int i = 0; i == 0 || answered.containsKey(name + (i - 1)); i++) {
                        PaymentIntent told = stripe.v1().paymentIntents().create(payment(name + i), under(name + i));
                        assertThat(told.getId()).isEqualTo(answered.getOrDefault(name + i, told.getId()));
                    }
                }
                int paid = 0;
                for (PaymentIntent intent : stripe.v1().paymentIntents().list(PaymentIntentListParams.builder().setLimit(100L).build()).autoPagingIterable()) {
                    assertThat(intent.getStatus()).isEqualTo("succeeded");
                    paid++;
                }
                assertThat(paid).isEqualTo(answered.size() + 8);
                assertThat(stripe.v1().charges().list().getData().getFirst().getBalanceTransaction()).isNotNull();
                receiver.refuse(0);
                new StripeControls(URI.create("http://localhost:" + port)).deliverNow(key);
                int all = paid;
                Scenario.eventually(Duration.ofSeconds(30), () -> receiver.letters().stream().map(letter -> letter.body().substring(0, 40)).distinct().count() == all);
            }
        }
    }

    @Test
    void everythingIsThereAfterARestartEvenWhenTheJournalWasCompacted() throws Exception {
        String paid;
        String waiting;
        try (StripeEmulator first = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { })) {
            StripeClient stripe = RunningEmulator.client(first, key);
            paid = stripe.v1().paymentIntents().create(payment("first"), under("first")).getId();
            first.compact();
            waiting = stripe.v1().paymentIntents().create(Scenario.payment(2000, "usd").setPaymentMethod("pm_card_authenticationRequired").setConfirm(true)
                    .setReturnUrl("https://merchant.example/back").build()).getId();
            new Scenario(stripe).endpoint("http://localhost:9/nobody", "*");
            new Scenario(stripe).customer();
            new StripeControls(first.uri()).advance(key, Duration.ofDays(3));
        }
        try (StripeEmulator second = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { })) {
            StripeClient stripe = RunningEmulator.client(second, key);
            assertThat(stripe.v1().paymentIntents().create(payment("first"), under("first")).getId()).isNotEqualTo(paid);
            assertThat(stripe.v1().paymentIntents().list().getData()).extracting(PaymentIntent::getId).endsWith(waiting, paid).hasSize(3);
            assertThat(stripe.v1().balanceTransactions().list().getData().getLast().getStatus()).isEqualTo("available");
            assertThat(new StripeControls(second.uri()).authenticate("http://localhost:" + second.port() + Challenge.PATH + waiting, true).getHost()).isEqualTo("merchant.example");
            assertThat(stripe.v1().paymentIntents().retrieve(waiting).getStatus()).isEqualTo("succeeded");
        }
    }

    @Test
    void aSecondEmulatorOverTheSameFolderIsRefused() throws IOException, StripeException {
        try (StripeEmulator first = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { })) {
            assertThatThrownBy(() -> StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { })).isInstanceOf(IOException.class)
                    .hasMessageContaining("one store has one writer");
            assertThat(RunningEmulator.client(first, key).v1().charges().list().getData()).isEmpty();
        }
    }
}
