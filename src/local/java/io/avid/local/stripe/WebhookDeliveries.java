package io.avid.local.stripe;

import com.stripe.net.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Brings events to webhook endpoints, signed, again and again until they are taken.
///
/// A delivery is an object written with its event, and removed once it was answered with success, so a kill of the
/// emulator forgets none; one that was taken just before a kill comes a second time, as Stripe's may. Deliveries go out
/// side by side: nobody promises their order, here as there.
final class WebhookDeliveries implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long LAST_RETRY_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
    private static final int AT_A_TIME = 32;
    private static final long LONGEST_SLEEP_MILLIS = 1_000;
    private static final int OK = 200;
    private static final int REDIRECTS = 300;

    /// One that waits for its time, which is the machine's here: accounts' clocks differ.
    private record Pending(String account, String id, long due) {
    }

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final Faults faults;
    private final Consumer<String> log;
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(Comparator.comparingLong(Pending::due));
    private final Semaphore slots = new Semaphore(AT_A_TIME);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private volatile boolean closed;

    WebhookDeliveries(ObjectStore store, EmulatorClock clock, Faults faults, Consumer<String> log) {
        this.store = store;
        this.clock = clock;
        this.faults = faults;
        this.log = log;
    }

    /// Takes up what was pending at the last end, and begins to send.
    void begin() {
        for (String account : store.accounts()) {
            for (ObjectNode delivery : store.read(account, work -> work.all(Kind.DELIVERY, any -> true))) {
                add(account, StripeJson.text(delivery, "id"), StripeJson.number(delivery, "due_millis"));
            }
        }
        Thread.ofPlatform().daemon().name("webhooks").start(this::sendWhatIsDue);
    }

    /// With the event, in the same work.
    void queue(Call call, ObjectNode event) {
        String type = StripeJson.text(event, "type");
        for (ObjectNode endpoint : call.work().all(Kind.WEBHOOK_ENDPOINT, any -> true)) {
            if (!WebhookEndpoints.wants(endpoint, type)) {
                continue;
            }
            Faults.WebhookPlan plan = faults.ofDelivery(type, call.work().account());
            int times = plan.lost() ? 0 : plan.doubled() ? 2 : 1;
            for (int i = 0; i < times; i++) {
                ObjectNode delivery = call.make(Kind.DELIVERY, "{}");
                delivery.put("event", StripeJson.text(event, "id")).put("endpoint", StripeJson.text(endpoint, "id")).put("attempts", 0);
                delivery.put("due_millis", clock.millis(call.work().account()) + plan.delayMillis());
                call.work().put(Kind.DELIVERY, delivery);
                call.work().afterwards(() -> add(call.work().account(), StripeJson.text(delivery, "id"), StripeJson.number(delivery, "due_millis")));
            }
        }
    }

    int pendingOf(Work work, String event) {
        return work.all(Kind.DELIVERY, delivery -> event.equals(delivery.links().get("event"))).size();
    }

    /// Everything of an account that waits is due now; without one, everything.
    ///
    /// @return how many
    int deliverNow(Optional<String> account) {
        synchronized (pending) {
            List<Pending> all = pending.stream().filter(one -> account.isEmpty() || account.get().equals(one.account)).toList();
            pending.removeAll(all);
            all.forEach(one -> pending.add(new Pending(one.account, one.id, 0)));
            pending.notifyAll();
            return all.size();
        }
    }

    /// An account's clock was set forward: what waits there comes so much earlier.
    void advanced(String account, Duration by) {
        synchronized (pending) {
            List<Pending> all = pending.stream().filter(one -> account.equals(one.account)).toList();
            pending.removeAll(all);
            all.forEach(one -> pending.add(new Pending(one.account, one.id, one.due - by.toMillis())));
            pending.notifyAll();
        }
    }

    /// @param due in the account's time
    private void add(String account, String id, long due) {
        synchronized (pending) {
            pending.add(new Pending(account, id, clock.machineMillis(account, due)));
            pending.notifyAll();
        }
    }

    private void sendWhatIsDue() {
        try {
            while (!closed) {
                Pending next = awaitDue();
                slots.acquire();
                senders.execute(() -> {
                    try {
                        send(next);
                    } finally {
                        slots.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private Pending awaitDue() throws InterruptedException {
        synchronized (pending) {
            while (true) {
                Pending next = pending.peek();
                long wait = next == null ? LONGEST_SLEEP_MILLIS : Math.min(LONGEST_SLEEP_MILLIS, next.due - System.currentTimeMillis());
                if (wait <= 0) {
                    return pending.remove();
                }
                pending.wait(wait);
            }
        }
    }

    /// What is sent where, read at one moment.
    private record Letter(ObjectNode delivery, ObjectNode endpoint, String body, String signature) {
    }

    private void send(Pending due) {
        Optional<Letter> letter = store.read(due.account, work -> work.find(Kind.DELIVERY, due.id).flatMap(delivery ->
                work.find(Kind.WEBHOOK_ENDPOINT, StripeJson.text(delivery, "endpoint")).filter(endpoint -> StripeJson.text(endpoint, "status").equals("enabled"))
                        .map(endpoint -> {
                            ObjectNode event = work.linked(Kind.EVENT, StripeJson.text(delivery, "event"));
                            event.put("pending_webhooks", pendingOf(work, StripeJson.text(event, "id")));
                            String body = new String(StripeJson.bytes(StripeJson.published(event)), StandardCharsets.UTF_8);
                            return new Letter(delivery, endpoint, body, sign(WebhookEndpoints.secrets(endpoint, clock.seconds(due.account)), body));
                        })));
        boolean done = letter.isEmpty() || isTaken(letter.get());
        store.change(due.account, work -> {
            Optional<ObjectNode> delivery = work.find(Kind.DELIVERY, due.id);
            boolean tooOld = delivery.isPresent() && StripeJson.number(delivery.get(), "created") + GIVEN_UP_AFTER.toSeconds() < clock.seconds(due.account);
            if (done || delivery.isEmpty() || tooOld) {
                work.delete(Kind.DELIVERY, due.id);
            } else {
                long attempts = StripeJson.number(delivery.get(), "attempts");
                long next = clock.millis(due.account) + Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempts, 20));
                work.put(Kind.DELIVERY, delivery.get().put("attempts", attempts + 1).put("due_millis", next));
                work.afterwards(() -> add(due.account, due.id, next));
            }
            return done;
        });
    }

    /// Stripe's own library makes the header for one secret; while secrets roll, their signatures stand side by side. The
    /// receiver compares the time with its own clock, so it is the machine's.
    private static String sign(List<String> secrets, String body) {
        long at = Instant.now().getEpochSecond();
        return "t=" + at + "," + secrets.stream().map(secret -> {
            try {
                return "v1=" + Webhook.Util.computeHmacSha256(secret, at + "." + body);
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("Every Java has HmacSHA256", e);
            }
        }).collect(Collectors.joining(","));
    }

    private boolean isTaken(Letter letter) {
        URI url = URI.create(StripeJson.text(letter.endpoint, "url"));
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)").header("Stripe-Signature", letter.signature)
                .POST(HttpRequest.BodyPublishers.ofString(letter.body)).build();
        try {
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            log(letter, Integer.toString(status));
            return status >= OK && status < REDIRECTS;
        } catch (IOException e) {
            log(letter, e.getClass().getSimpleName());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void log(Letter letter, String outcome) {
        log.accept("webhook " + StripeJson.text(letter.delivery, "event") + " to " + StripeJson.text(letter.endpoint, "id") + ", attempt "
                + (StripeJson.number(letter.delivery, "attempts") + 1) + ": " + outcome);
    }

    @Override
    public void close() {
        closed = true;
        senders.shutdownNow();
        http.shutdownNow();
    }
}
