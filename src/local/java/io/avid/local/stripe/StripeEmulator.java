package io.avid.local.stripe;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Stripe on this machine: its API at `/v1`, its pages for card holders, and `/_emulator` for what only an emulator has.
///
/// ```java
/// try (StripeEmulator stripe = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { })) {
///     StripeClient client = StripeClient.builder().setApiKey("sk_test_mine0001").setApiBase(stripe.uri().toString()).build();
/// }
/// ```
public final class StripeEmulator implements AutoCloseable {

    private static final long COMPACTION_FLOOR_BYTES = 16L << 20;
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(2);
    private static final long TIMER_POLL_MILLIS = 100;
    private static final long AFTER_DEFECT_MILLIS = 1_000;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(5);

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final WebhookDeliveries deliveries;
    private final Server server;
    private final ExecutorService callers;
    private volatile boolean closed;

    private StripeEmulator(ObjectStore store, EmulatorClock clock, WebhookDeliveries deliveries, Server server, ExecutorService callers) {
        this.store = store;
        this.clock = clock;
        this.deliveries = deliveries;
        this.server = server;
        this.callers = callers;
    }

    /// @param folder where everything is kept; what is there is taken up
    /// @param port 0 for any that is free
    /// @param accounts that have webhook endpoints from the start; any other test key opens an account too
    /// @param fees what Stripe keeps
    /// @param log takes a line for each request and each webhook, without anybody's data
    /// @throws IOException when another process holds the folder or the port
    public static StripeEmulator start(Path folder, int port, List<StripeAccount> accounts, FeeSchedule fees, Consumer<String> log) throws IOException {
        ObjectStore store = new ObjectStore(folder, COMPACTION_FLOOR_BYTES);
        EmulatorClock clock = new EmulatorClock(store);
        Faults faults = new Faults();
        WebhookDeliveries deliveries = new WebhookDeliveries(store, clock, faults, log);
        Routes routes = new Routes();
        Present present = new Present(clock);
        Timers timers = new Timers();
        BoundAddress bound = new BoundAddress();
        Events events = new Events(routes, deliveries, present);
        PaymentMethods paymentMethods = new PaymentMethods(routes, events);
        new Customers(routes, events, paymentMethods);
        BalanceTransactions balance = new BalanceTransactions(routes, fees);
        Charges charges = new Charges(routes, events, balance, timers);
        Challenge challenge = new Challenge(bound::base);
        PaymentIntents payments = new PaymentIntents(routes, events, paymentMethods, charges, challenge, timers, faults);
        SetupIntents setups = new SetupIntents(routes, events, paymentMethods, challenge);
        new Refunds(routes, events, balance, timers);
        new Disputes(routes, events, balance, timers);
        new WebhookEndpoints(routes);
        CheckoutSessions sessions = new CheckoutSessions(routes, events, payments, setups, timers, bound::base);
        ServeRequest api = new ServeRequest(store, routes, present, clock, faults, log);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        AdminPages admin = new AdminPages(store, clock, faults, deliveries);
        ChallengePages challenges = new ChallengePages(store, clock, payments, setups);
        StripeJsPages stripeJs = new StripeJsPages(store, clock, setups, log);
        CheckoutPages checkout = new CheckoutPages(store, clock, sessions, paymentMethods);
        Server server = Server.builder().http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).requestTimeout(LONGEST_REQUEST)
                .verboseResponses(false).meterRegistry(new CompositeMeterRegistry())
                .serviceUnder("/", (context, request) -> HttpResponse.of(request.aggregate().thenApplyAsync(whole -> {
                    String path = whole.path();
                    if (path.startsWith("/v1/")) {
                        return api.serve(whole);
                    }
                    if (path.startsWith(AdminPages.PATH)) {
                        return admin.serve(whole);
                    }
                    if (path.startsWith(Challenge.PATH)) {
                        return challenges.serve(whole);
                    }
                    if (path.startsWith(CheckoutSessions.PATH)) {
                        return checkout.serve(whole);
                    }
                    if (path.startsWith(StripeJsPages.PATH)) {
                        return stripeJs.serve(whole);
                    }
                    return path.equals("/") ? WelcomePage.show() : HtmlPage.of(HttpStatus.NOT_FOUND, "There is nothing here", "<p>The API is at <code>/v1</code>.</p>");
                }, callers)))
                .build();
        try {
            server.start().join();
        } catch (RuntimeException e) {
            store.close();
            throw new IOException("Port " + port + " could not be opened: " + e.getCause(), e);
        }
        bound.port = server.activeLocalPort();
        StripeEmulator emulator = new StripeEmulator(store, clock, deliveries, server, callers);
        accounts.forEach(emulator::open);
        deliveries.begin();
        Thread.ofPlatform().daemon().name("timers").start(() -> emulator.runTimers(timers));
        return emulator;
    }

    private static final class BoundAddress {
        private volatile int port;

        String base() {
            return "http://localhost:" + port;
        }
    }

    private void runTimers(Timers timers) {
        long forgotten = System.nanoTime();
        try {
            while (!closed) {
                for (String account : store.accounts()) {
                    runDue(account, timers);
                }
                if (System.nanoTime() - forgotten > FORGET_EVERY.toNanos()) {
                    new ForgetOldObjects(store, clock).run();
                    forgotten = System.nanoTime();
                }
                Thread.sleep(TIMER_POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A defect in what is due must not keep other accounts from what is theirs; it is told, and tried again.
    private void runDue(String account, Timers timers) throws InterruptedException {
        long now = clock.seconds(account);
        try {
            if (store.read(account, work -> timers.isAnyDue(work, now))) {
                store.change(account, work -> timers.runDue(new Call(work, Parameters.none(), List.of(), "", Optional.empty(), now)));
            }
        } catch (RuntimeException e) {
            if (!closed) {
                e.printStackTrace();
                Thread.sleep(AFTER_DEFECT_MILLIS);
            }
        }
    }

    /// Makes an account's webhook endpoints be there, with these ids, secrets and addresses.
    public void open(StripeAccount account) {
        store.change(StripeAccount.idOf(account.apiKey()), work -> {
            account.endpoints().forEach(endpoint -> WebhookEndpoints.ensure(work, endpoint, clock.seconds(work.account())));
            return account;
        });
    }

    /// Where it is served.
    public int port() {
        return server.activeLocalPort();
    }

    /// What an SDK is given as the API's base.
    public URI uri() {
        return URI.create("http://localhost:" + port());
    }

    /// Writes everything anew in place of the journal, as it happens by itself once the journal has grown.
    void compact() throws IOException {
        store.compact();
    }

    @Override
    public void close() {
        closed = true;
        server.stop().join();
        deliveries.close();
        callers.close();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
