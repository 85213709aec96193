package io.avid.payment;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.SetupIntentConfirmParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.local.stripe.FeeSchedule;
import io.avid.local.stripe.StripeEmulator;
import io.avid.payment.grpc.PaymentGrpc;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.StartMethodSetupRequest;
import io.avid.payment.v1.SweepPaymentsRequest;
import io.avid.payment.v1.SweepPaymentsResponse;
import io.avid.platform.edge.ModulePages;
import io.avid.platform.event.InProcessEventTransport;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.search.SearchProperties;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.security.SigningSecret;
import io.avid.platform.store.EventLog;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.type.v1.Event;
import io.avid.platform.type.v1.Money;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Module payment as a process hosts it, over a durable store, a real Elasticsearch node and the Stripe
 * emulator, with an account of its own for each of two organisations. Webhooks come over HTTP.
 */
final class PaymentWorld implements AutoCloseable {
    static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("payments.read", "payments.write", "payments.refund"));
    static final Principal OTHER = Principal.staff("org_2", "auth0|b", Set.of("payments.read", "payments.write", "payments.refund"));
    static final String ADA = "customers/ada";
    static final Principal ADAS_LOGIN = new Principal("org_1", "auth0|c", Set.of("own.read", "own.pay"), Optional.of(ADA));
    static final Principal BOBS_LOGIN = new Principal("org_1", "auth0|d", Set.of("own.read", "own.pay"), Optional.of("customers/bob"));

    private static final StripeEmulator EMULATOR = startEmulator();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final String apiKey = "sk_test_" + UUID.randomUUID().toString().replace("-", "");
    final StripeClient stripe = StripeClient.builder().setApiKey(apiKey).setApiBase(EMULATOR.uri().toString()).setMaxNetworkRetries(0).build();
    final String run = UUID.randomUUID().toString().substring(0, 8);
    final MeterRegistry meters = new SimpleMeterRegistry();

    private final TestSystem.Copy copy = TestSystem.shared().copy();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> Instant.now().plus(ahead.get());
    private final HttpServer webhooks;
    private final Map<String, Object> properties = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private AnnotationConfigApplicationContext context;
    private ModuleEvents events;
    private InProcessEventTransport transport;
    private ModulePages pages;
    String endpoint = "we_none";
    String secret = "whsec_none";
    private int requests;

    PaymentWorld() {
        try {
            webhooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        webhooks.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        webhooks.createContext("/", this::serve);
        webhooks.start();
        properties.put("avid.payment.stripe.api-base", EMULATOR.uri().toString());
        properties.put("avid.payment.stripe.network-retries", "0");
        properties.put("avid.payment.sweep-seconds", "3600");
        properties.put("avid.payment.stripe.accounts.org_1.api-key", apiKey);
        properties.put("avid.payment.stripe.accounts.org_1.publishable-key", "pk_test_org_1");
        properties.put("avid.payment.stripe.accounts.org_2.api-key", apiKey + "2");
        start();
    }

    private static StripeEmulator startEmulator() {
        try {
            Path folder = Files.createTempDirectory("avid-payment-stripe");
            StripeEmulator emulator = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { });
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
            return emulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the module, as a process does that starts. */
    void start() {
        transport = new InProcessEventTransport(clock);
        events = new ModuleEvents("payment", new StoreProperties("payment", copy.mongodbUri(LocalModule.PAYMENT)), transport, clock);
        pages = new ModulePages();
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("world", properties));
        context.registerBean(InstantSource.class, () -> clock);
        context.registerBean(MeterRegistry.class, () -> meters);
        context.registerBean(ModuleEvents.class, () -> events, definition -> definition.setDestroyMethodName(""));
        context.registerBean(ModuleDatabase.class, events::database, definition -> definition.setDestroyMethodName(""));
        context.registerBean(ModuleSearch.class, () -> new ModuleSearch(new SearchProperties("payment",
                TestSystem.shared().elasticsearchUri(), copy.indexPrefix(LocalModule.PAYMENT), Optional.empty())));
        context.registerBean(PageTokens.class, () -> new PageTokens(SigningSecret.of("a secret of the tests that is long enough")));
        context.registerBean(OrganisationProfiles.class, () -> new OrganisationProfiles(context.getEnvironment()));
        context.registerBean(ModulePages.class, () -> pages);
        context.register(PaymentModule.class);
        context.refresh();
        events.start();
        transport.start();
    }

    /** Stops the module, as a process does that ends. */
    void stop() throws Exception {
        transport.close();
        events.close();
        context.close();
    }

    @Override
    public void close() throws Exception {
        clearFaults();
        stop();
        webhooks.stop(0);
        http.close();
    }

    PaymentGrpc service() {
        return context.getBean(PaymentGrpc.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Tells Stripe where to send webhooks. */
    void listen() {
        try {
            var made = stripe.v1().webhookEndpoints().create(WebhookEndpointCreateParams.builder()
                    .setUrl("http://127.0.0.1:" + webhooks.getAddress().getPort() + "/webhooks/stripe/main")
                    .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.ALL).build());
            stripeEndpoint = made.getId();
            listenWith("main", made.getSecret());
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    String stripeEndpoint = "";

    /** Lets the module know an endpoint. */
    void listenWith(String id, String signingSecret) {
        endpoint = id;
        secret = signingSecret;
        properties.put("avid.payment.stripe.webhook-endpoints." + id + ".organisation", "org_1");
        properties.put("avid.payment.stripe.webhook-endpoints." + id + ".secrets", signingSecret);
    }

    void property(String name, String value) {
        properties.put(name, value);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new MockHttpServletRequest(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            request.setContent(exchange.getRequestBody().readAllBytes());
            exchange.getRequestHeaders().forEach((name, values) -> request.addHeader(name, values.getFirst()));
            MockHttpServletResponse response = handle(request);
            byte[] body = response.getContentAsByteArray();
            exchange.sendResponseHeaders(response.getStatus(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                try (OutputStream output = exchange.getResponseBody()) {
                    output.write(body);
                }
            }
        }
    }

    /** Hands a request to the page that the module opened, as the edge's Tomcat does. */
    MockHttpServletResponse handle(MockHttpServletRequest request) throws IOException {
        var response = new MockHttpServletResponse();
        String prefix = "/webhooks/stripe/";
        String path = request.getRequestURI();
        boolean webhook = path.startsWith(prefix);
        request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                webhook ? Map.of("endpoint", path.substring(prefix.length())) : Map.of());
        try {
            ((HttpRequestHandler) pages.getHandlerMap().get(webhook ? "/webhooks/stripe/{endpoint}" : path)).handleRequest(request, response);
        } catch (jakarta.servlet.ServletException e) {
            throw new IOException(e);
        }
        return response;
    }

    /** Posts a body to the webhook. */
    MockHttpServletResponse post(String endpointId, String body, String signature) throws IOException {
        var request = new MockHttpServletRequest("POST", "/webhooks/stripe/" + endpointId);
        request.setContent(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        request.addHeader("Stripe-Signature", signature);
        return handle(request);
    }

    /** Lets time pass, here and at Stripe. */
    void advance(Duration duration) {
        ahead.updateAndGet(now -> now.plus(duration));
        emulator("POST", "clock/advance", "{\"api_key\": \"" + apiKey + "\", \"seconds\": " + duration.toSeconds() + "}");
    }

    /** What goes wrong next at Stripe, of this world's account. */
    void fault(String json) {
        JsonObject fault = JsonParser.parseString(json).getAsJsonObject();
        fault.addProperty("api_key", apiKey);
        emulator("POST", "faults", fault.toString());
    }

    void clearFaults() {
        emulator("DELETE", "faults", "{\"api_key\": \"" + apiKey + "\"}");
    }

    /** Makes all webhooks that wait due, and waits until none does. */
    void deliverWebhooks() {
        emulator("POST", "webhooks/deliver_now", "{\"api_key\": \"" + apiKey + "\"}");
        await("no webhook waits", () -> emulator("GET", "webhooks?api_key=" + apiKey, "").contains(":0}"));
    }

    String emulator(String method, String path, String body) {
        try {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(EMULATOR.uri().resolve("/_emulator/" + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.body());
            }
            return response.body().replace(" ", "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody pays on Stripe's page, with a card that is good. */
    void payAtCheckout(String url) {
        form(url, "number=4242424242424242&expiry=12%2F2034&cvc=123&name=Ada&email=ada%40example.com");
    }

    /** The customer proves that it is them, or does not. */
    void answerChallenge(String url, boolean success) {
        form(url, "outcome=" + (success ? "success" : "failure"));
    }

    private void form(String url, String body) {
        try {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(response.body());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String next() {
        requests++;
        return "r" + requests;
    }

    <Q, R> R call(Principal principal, BiConsumer<Q, StreamObserver<R>> method, Q request) {
        var answers = new ArrayList<R>();
        CurrentPrincipal.run(principal, () -> method.accept(request, new StreamObserver<>() {
            @Override
            public void onNext(R value) {
                answers.add(value);
            }

            @Override
            public void onError(Throwable error) {
                throw new IllegalStateException(error);
            }

            @Override
            public void onCompleted() {}
        }));
        return answers.getFirst();
    }

    /** Saves one of Stripe's test cards, {@code visa} for {@code pm_card_visa}; its name. */
    String saveCard(String card) {
        MethodSetup begun = call(STAFF, service()::startMethodSetup,
                StartMethodSetupRequest.newBuilder().setCustomer(ADA).setRequestId(next()).build());
        try {
            stripe.v1().setupIntents().confirm(begun.getStripeSetupIntent(), SetupIntentConfirmParams.builder()
                    .setPaymentMethod("pm_card_" + card).setReturnUrl("https://example.com/back").build());
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
        MethodSetup setup = setup(begun.getName());
        if (setup.getState() == MethodSetupState.REQUIRES_AUTHENTICATION) {
            answerChallenge(setup.getActionUrl(), true);
            advanceASecond();
            setup = setup(begun.getName());
        }
        if (setup.getState() != MethodSetupState.SAVED) {
            throw new IllegalStateException("not saved: " + setup);
        }
        return setup.getMethod();
    }

    MethodSetup setup(String name) {
        return call(STAFF, service()::getMethodSetup, GetMethodSetupRequest.newBuilder().setName(name).build());
    }

    /** Only what is a second old is asked of Stripe again. */
    void advanceASecond() {
        ahead.updateAndGet(now -> now.plusMillis(1_001));
    }

    CreatePaymentRequest.Builder payment(long minor) {
        return CreatePaymentRequest.newBuilder().setCustomer(ADA).setReference("invoices/i1").setRequestId(next())
                .setAmount(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(minor));
    }

    Payment pay(CreatePaymentRequest.Builder request) {
        return call(STAFF, service()::createPayment, request.build());
    }

    Payment get(String name) {
        advanceASecond();
        return call(STAFF, service()::getPayment, GetPaymentRequest.newBuilder().setName(name).build());
    }

    SweepPaymentsResponse sweep() {
        return call(STAFF, service()::sweepPayments, SweepPaymentsRequest.newBuilder().setRequestId(next()).build());
    }

    /** How much money Stripe took, by what Stripe has. */
    long takenAtStripeMinor() {
        try {
            long taken = 0;
            for (var intent : stripe.v1().paymentIntents().list(PaymentIntentListParams.builder().setLimit(100L).build()).getData()) {
                taken += intent.getStatus().equals("succeeded") ? intent.getAmount() : 0;
            }
            return taken;
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only customer that Stripe knows. */
    String stripeCustomer() {
        try {
            return stripe.v1().customers().list().getData().getFirst().getId();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    int paymentIntentsAtStripe() {
        try {
            return stripe.v1().paymentIntents().list(PaymentIntentListParams.builder().setLimit(100L).build()).getData().size();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The short names of the module's events so far, of one aggregate's resource. */
    List<String> events(String aggregate) {
        EventLog log = events.database().eventLog();
        try {
            events.awaitOwn("search", Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return log.after(0, 1_000).stream().map(one -> one.event()).filter((Event event) -> event.getAggregate().equals(aggregate))
                .map(event -> event.getType().substring(event.getType().lastIndexOf('.') + 1)).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits until a payment is as wanted, without asking Stripe. */
    Payment awaitPayment(String name, Predicate<Payment> wanted) {
        var last = new AtomicReference<Payment>();
        await(name + " is as wanted, not " + last.get(), () -> {
            last.set(call(STAFF, service()::listPayments, io.avid.payment.v1.ListPaymentsRequest.newBuilder().setPageSize(1000).build())
                    .getPaymentsList().stream().filter(payment -> payment.getName().equals(name)).findFirst().orElse(Payment.getDefaultInstance()));
            return wanted.test(last.get());
        });
        return last.get();
    }
}
