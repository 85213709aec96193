package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.stripe.net.Webhook;
import io.avid.local.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Avid's process is killed while Stripe sends: what was answered is kept, and applied by the next process. So it is where
 * modules call each other in the process, and where they call over the network.
 */
@Tag("slow")
class WebhooksSurviveAKillTest {
    private static final String ENDPOINT = "we_kill";
    private static final String SECRET = "whsec_kill";
    private static final int SENDERS = 8;
    private static final long SENT_BEFORE_THE_KILL = 400;

    private final TestSystem system = TestSystem.shared();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest(name = "loopback: {0}")
    @ValueSource(booleans = {false, true})
    void noneThatWasAnsweredIsLost(boolean loopback, @TempDir Path folder) throws Exception {
        Map<String, String> settings = system.copy().properties();
        if (loopback) {
            settings.put("avid.modules.port", Integer.toString(system.freePort()));
            settings.put("avid.modules.loopback", "true");
        }
        settings.put("avid.payment.stripe.webhook-endpoints." + ENDPOINT + ".organisation", "org_kill");
        settings.put("avid.payment.stripe.webhook-endpoints." + ENDPOINT + ".secrets", SECRET);
        settings.put("avid.payment.stripe.accounts.org_kill.api-key", "sk_test_kill0001");
        int port = system.freePort();
        AvidProcess first = AvidProcess.start(folder, port, settings, Map.of()).awaitHealthy();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.submit(() -> sendUntilTheEnd(port));
            }
            while (answered.size() < SENT_BEFORE_THE_KILL) {
                Thread.sleep(5);
            }
            first.kill();
            stop.set(true);
        }
        String uri = settings.get("avid.store.payment.mongodb-uri");
        try (MongoClient mongo = MongoClients.create(uri)) {
            MongoCollection<Document> inbox = mongo.getDatabase(uri.substring(uri.lastIndexOf('/') + 1)).getCollection("webhook_events");
            Set<String> kept = new HashSet<>();
            inbox.find().forEach(document -> kept.add(document.getString("event")));
            assertThat(kept).containsAll(answered);

            AvidProcess second = AvidProcess.start(folder, port, settings, Map.of()).awaitHealthy();
            try {
                long end = System.nanoTime() + 60_000_000_000L;
                while (inbox.countDocuments(new Document("pending", new Document("$exists", true))) > 0) {
                    assertThat(System.nanoTime()).as("all are applied within a minute").isLessThan(end);
                    Thread.sleep(100);
                }
            } finally {
                second.close();
            }
        }
    }

    private void sendUntilTheEnd(int port) {
        while (!stop.get()) {
            String id = "evt_kill" + sent.incrementAndGet();
            String body = "{\"id\":\"" + id + "\",\"object\":\"event\",\"created\":1,\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":"
                    + "{\"id\":\"pi_" + id + "\",\"object\":\"payment_intent\",\"metadata\":{\"avid_organisation\":\"org_kill\",\"avid_payment\":\"payments/x\"}}}}";
            try {
                HttpResponse<Void> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/stripe/" + ENDPOINT))
                        .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(body, SECRET))
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() == 200) {
                    answered.add(id);
                }
            } catch (IOException theProcessIsGone) {
                stop.set(true);
            } catch (InterruptedException | java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
