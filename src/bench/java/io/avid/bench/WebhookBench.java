package io.avid.bench;

import com.stripe.net.Webhook;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./avid bench webhook}: webhooks stored on disk and answered, signed as Stripe signs them, each an
 * event of its own about a payment of its own. Closed loop, with as many senders as Stripe may have at
 * once; then open loop at the rate that is to be borne. Applying them goes on meanwhile, as it would.
 */
final class WebhookBench {
    private static final int SENDERS = 16;
    private static final int OPEN_RATE = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String organisation;
    private final String secret;
    private final AtomicLong events = new AtomicLong();

    private WebhookBench(int port, Map<String, String> settings) {
        String key = settings.keySet().stream().filter(name -> name.startsWith("avid.payment.stripe.webhook-endpoints.") && name.endsWith(".organisation"))
                .sorted().findFirst().orElseThrow();
        String endpoint = key.substring("avid.payment.stripe.webhook-endpoints.".length(), key.length() - ".organisation".length());
        this.address = URI.create("http://127.0.0.1:" + port + "/webhooks/stripe/" + endpoint);
        this.organisation = settings.get(key);
        this.secret = settings.get(key.replace(".organisation", ".secrets"));
    }

    static void run(boolean json, List<String> arguments) throws Exception {
        try (MeasuredAvid avid = MeasuredAvid.start(TestSystem.shared().token(Role.FINANCE, 1))) {
            var bench = new WebhookBench(avid.port(), avid.settings());
            bench.closedLoop(WARM_UP);
            long begin = System.nanoTime();
            double[] closed = bench.closedLoop(MEASURED);
            double perSecond = closed.length / ((System.nanoTime() - begin) / 1e9);
            double[] open = bench.openLoop(MEASURED);
            if (json) {
                System.out.printf(Locale.ROOT, "{\"per_second\":%.0f,\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"open_rate\":%d,\"open_p50_ms\":%.1f,\"open_p99_ms\":%.1f,"
                                + "\"senders\":%d}%n", perSecond, at(closed, 0.5), at(closed, 0.99), OPEN_RATE, at(open, 0.5), at(open, 0.99), SENDERS);
            } else {
                System.out.printf(Locale.ROOT, "closed loop, %d senders   %.0f a second, p50 %.1f ms, p99 %.1f ms%n", SENDERS, perSecond, at(closed, 0.5),
                        at(closed, 0.99));
                System.out.printf(Locale.ROOT, "open loop, %d a second   p50 %.1f ms, p99 %.1f ms%n", OPEN_RATE, at(open, 0.5), at(open, 0.99));
            }
        }
    }

    /** Every sender sends the next when the one before is answered. Milliseconds of each. */
    private double[] closedLoop(Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        List<Callable<List<Double>>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(() -> {
                List<Double> times = new ArrayList<>();
                while (System.nanoTime() < end) {
                    times.add(send(System.nanoTime()));
                }
                return times;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> sender : threads.invokeAll(senders)) {
                all.addAll(sender.get());
            }
            return sorted(all);
        }
    }

    /** Sends at a rate, whatever the answers take; a time counts from when it was due. */
    private double[] openLoop(Duration length) throws Exception {
        int count = (int) (OPEN_RATE * length.toSeconds());
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long due = begin + i * 1_000_000_000L / OPEN_RATE;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.add(threads.submit(() -> send(due)));
            }
            List<Double> all = new ArrayList<>();
            for (Future<Double> one : sent) {
                all.add(one.get());
            }
            return sorted(all);
        }
    }

    private double send(long begin) throws Exception {
        String body = body(events.incrementAndGet());
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(body, secret))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("A webhook was answered " + answer.statusCode() + ": " + answer.body());
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** As long as Stripe's: an intent has some kilobytes. */
    private String body(long n) {
        return "{\"id\":\"evt_bench" + n + "\",\"object\":\"event\",\"api_version\":\"2026-07-29.dahlia\",\"created\":" + System.currentTimeMillis() / 1000
                + ",\"livemode\":false,\"pending_webhooks\":1,\"request\":{\"id\":null,\"idempotency_key\":null},\"type\":\"payment_intent.succeeded\","
                + "\"data\":{\"object\":{\"id\":\"pi_bench" + n + "\",\"object\":\"payment_intent\",\"amount\":1000,\"currency\":\"usd\",\"status\":\"succeeded\","
                + "\"metadata\":{\"avid_organisation\":\"" + organisation + "\",\"avid_payment\":\"payments/bench" + n + "\"},"
                + "\"description\":\"" + "x".repeat(2_000) + "\"}}}";
    }

    private static double[] sorted(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
