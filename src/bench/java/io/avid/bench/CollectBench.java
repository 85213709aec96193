package io.avid.bench;

import io.avid.customer.v1.Customer;
import io.avid.endtoend.BusinessWithStripe;
import io.avid.invoice.v1.Invoice;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code ./avid bench collect}: invoices collected by a saved card, from the call until its process has
 * succeeded: charged by the Stripe emulator, told by its webhook, posted with the fee, receipt filed, the
 * invoice free. Customers, cards and invoices are there beforehand. Closed loop: a caller begins the next
 * invoice when the one before is collected; 1 caller, then 64.
 *
 * <p>What a caller waits for is seen by asking for the process again and again, so a time is up to one
 * pause too long. Which step it stands at is seen by the same look: the time since the look before counts
 * for that step, and a step's share is its part of all the time, waits for Stripe, for the posting
 * process and for a free worker included. Both come from outside the process, whose documents keep no
 * times of steps. The emulator, the stores and the callers share the machine with Avid.
 */
final class CollectBench {
    private static final int CUSTOMERS = 32;
    private static final int INVOICES = 400;
    private static final int PREPARERS = 16;
    private static final int CALLERS = 64;
    private static final long OWED_MINOR = 120_00;

    /** The time of CollectInvoice itself, until the process is on record. */
    private static final String CALL = "call";
    private static final String CARD = "4242424242424242";
    private static final Duration PREPARATION = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration ALONE = Duration.ofSeconds(12);
    private static final Duration TOGETHER = Duration.ofSeconds(20);

    /** Of the invoices that are left, at most so many; the rest is for what comes later. */
    private static final double WARM_UP_SHARE = 0.15;
    private static final double ALONE_SHARE = 0.25;

    /** A look every so often in all, however many callers: looking must not be the load. */
    private static final long LOOKS_PER_SECOND = 400;
    private static final long SHORTEST_PAUSE_MILLIS = 3;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(120).toNanos();

    private final BusinessWithStripe business;
    private final Queue<Invoice> owed = new ConcurrentLinkedQueue<>();

    private CollectBench(BusinessWithStripe business) {
        this.business = business;
    }

    /** Time in each step, in nanoseconds, and of each collection, in milliseconds. */
    private record Measured(double perSecond, double[] millis, Map<String, Long> nanosByStep) {
        double at(double share) {
            return millis[Math.min(millis.length - 1, (int) (millis.length * share))];
        }

        double shareOf(String step) {
            return (double) nanosByStep.get(step) / nanosByStep.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static void run(boolean json, List<String> arguments) throws Exception {
        String token = TestSystem.shared().token(Role.FINANCE, 1);
        try (MeasuredAvid avid = MeasuredAvid.start(token)) {
            avid.copy().sendStripeWebhooksTo(URI.create("http://127.0.0.1:" + avid.port()));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", avid.port()).usePlaintext().build();
            var headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            var bench = new CollectBench(new BusinessWithStripe(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                    avid.copy().stripeKey(1), TestSystem.shared().stripeUri()));
            bench.prepare();
            bench.collect(PREPARERS, WARM_UP, WARM_UP_SHARE);
            Measured alone = bench.collect(1, ALONE, ALONE_SHARE);
            Measured together = bench.collect(CALLERS, TOGETHER, 1);
            System.out.print(json ? json(alone, together) : text(alone, together));
            channel.shutdownNow();
        }
    }

    /** Customers with a saved card, and invoices until there are enough or the time for it is over. */
    private void prepare() throws Exception {
        long end = System.nanoTime() + PREPARATION.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(PREPARERS, Thread.ofVirtual().factory())) {
            var customers = new ArrayList<Callable<Customer>>();
            for (int i = 0; i < CUSTOMERS; i++) {
                String name = "Customer " + i;
                customers.add(() -> {
                    Customer customer = business.customer(name);
                    business.saveCard(customer.getName(), CARD);
                    return customer;
                });
            }
            List<Future<Customer>> known = threads.invokeAll(customers);
            var invoices = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < INVOICES; i++) {
                Customer customer = known.get(i % CUSTOMERS).get();
                invoices.add(() -> System.nanoTime() < end && owed.add(business.invoice(customer, OWED_MINOR, business.newRequestId())));
            }
            for (Future<Boolean> raised : threads.invokeAll(invoices)) {
                raised.get();
            }
        }
        if (owed.size() < 2 * CALLERS) {
            throw new IOException("Only " + owed.size() + " invoices were raised in " + PREPARATION.toSeconds() + " s; " + 2 * CALLERS
                    + " are needed to measure. Run it when the machine does nothing else.");
        }
    }

    /** Every caller begins the next when the one before is collected, until the time is over or none is owed. */
    private Measured collect(int callers, Duration length, double share) throws Exception {
        long pauseMillis = Math.max(SHORTEST_PAUSE_MILLIS, callers * 1000L / LOOKS_PER_SECOND);
        int left = (int) (owed.size() * (1 - share));
        long begin = System.nanoTime();
        long end = begin + length.toNanos();
        var loops = new ArrayList<Callable<Measured>>();
        for (int i = 0; i < callers; i++) {
            loops.add(() -> loop(end, left, pauseMillis));
        }
        var millis = new ArrayList<Double>();
        var nanosByStep = new LinkedHashMap<String, Long>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Measured> loop : threads.invokeAll(loops)) {
                for (double one : loop.get().millis()) {
                    millis.add(one);
                }
                loop.get().nanosByStep().forEach((step, nanos) -> nanosByStep.merge(step, nanos, Long::sum));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (millis.isEmpty()) {
            throw new IOException("No invoice was collected by " + callers + " callers in " + length.toSeconds() + " s.");
        }
        return new Measured(millis.size() / seconds, millis.stream().mapToDouble(Double::doubleValue).sorted().toArray(), nanosByStep);
    }

    private Measured loop(long end, int left, long pauseMillis) throws Exception {
        var millis = new ArrayList<Double>();
        var nanosByStep = new LinkedHashMap<String, Long>();
        while (System.nanoTime() < end && owed.size() > left) {
            Invoice invoice = owed.poll();
            if (invoice == null) {
                break;
            }
            long begin = System.nanoTime();
            Process process = business.collect(invoice, "", false, business.newRequestId());
            process.getStepsList().forEach(step -> nanosByStep.putIfAbsent(step.getStep(), 0L));
            long seen = System.nanoTime();
            nanosByStep.merge(CALL, seen - begin, Long::sum);
            while (process.getState() != ProcessState.SUCCEEDED) {
                if (process.getState() == ProcessState.FAILED || process.getState() == ProcessState.CANCELLED || System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new IOException(process.getName() + " is " + process.getState() + ": " + process.getMessage());
                }
                Thread.sleep(pauseMillis);
                Process now = business.process(process.getName());
                long looked = System.nanoTime();
                nanosByStep.merge(stands(process), looked - seen, Long::sum);
                seen = looked;
                process = now;
            }
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        return new Measured(0, millis.stream().mapToDouble(Double::doubleValue).toArray(), nanosByStep);
    }

    /** The step that it stood at: the first that is not done, or else the last. */
    private static String stands(Process process) {
        return process.getStepsList().stream().filter(step -> step.getState() != ProcessState.SUCCEEDED)
                .findFirst().orElseGet(() -> process.getSteps(process.getStepsCount() - 1)).getStep();
    }

    private static String json(Measured alone, Measured together) {
        var json = new StringBuilder();
        json.append(String.format(Locale.ROOT, "{\"callers_1\":{\"per_second\":%.1f,\"p50_ms\":%.0f,\"p99_ms\":%.0f,\"collected\":%d},",
                alone.perSecond(), alone.at(0.5), alone.at(0.99), alone.millis().length));
        json.append(String.format(Locale.ROOT, "\"callers_64\":{\"per_second\":%.1f,\"p50_ms\":%.0f,\"p99_ms\":%.0f,\"collected\":%d},\"steps\":{",
                together.perSecond(), together.at(0.5), together.at(0.99), together.millis().length));
        String comma = "";
        for (String step : alone.nanosByStep().keySet()) {
            json.append(comma).append(String.format(Locale.ROOT, "\"%s_share\":%.3f", step.replace('-', '_'), alone.shareOf(step)));
            comma = ",";
        }
        return json.append("}}").append(System.lineSeparator()).toString();
    }

    private static String text(Measured alone, Measured together) {
        var text = new StringBuilder();
        text.append(line("closed loop, 1 caller", alone)).append(line("closed loop, " + CALLERS + " callers", together));
        for (String step : alone.nanosByStep().keySet()) {
            text.append(String.format(Locale.ROOT, "%-24s %4.1f %% of the time of 1 caller's%n", step, 100 * alone.shareOf(step)));
        }
        return text.toString();
    }

    private static String line(String what, Measured measured) {
        return String.format(Locale.ROOT, "%-24s %.1f a second, p50 %.0f ms, p99 %.0f ms (%d invoices)%n", what, measured.perSecond(),
                measured.at(0.5), measured.at(0.99), measured.millis().length);
    }
}
