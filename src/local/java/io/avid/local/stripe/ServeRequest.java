package io.avid.local.stripe;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.stripe.Stripe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The way of one request to `/v1`.
///
/// Its key says whose account it is; its faults, if any, are drawn. A `POST` with an idempotency key is then one of four:
/// the same as one that was answered (the answer is given again), another one under the same key (refused), one whose
/// twin is at work this moment (refused, to be tried again), or new. A new one runs in ONE [Work]: the resource's change,
/// its events and their deliveries, and the answer under its key go to disk together before anything is said. So a
/// client that hears nothing asks again with its key and learns what happened, whenever the emulator was killed.
///
/// As with Stripe, an answer is kept under its key once the resource began to act: successes, refusals by a bank, and
/// errors of the server. A request that was refused for its form or for the state of things leaves the key free.
final class ServeRequest {

    /// The version of the API that is spoken: the one that the SDK of this build pins.
    static final String API_VERSION = Stripe.API_VERSION;

    static final Duration ANSWERS_KEPT = Duration.ofHours(24);
    private static final int LONGEST_KEY = 255;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final ObjectStore store;
    private final Routes routes;
    private final Present present;
    private final EmulatorClock clock;
    private final Faults faults;
    private final Consumer<String> log;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    ServeRequest(ObjectStore store, Routes routes, Present present, EmulatorClock clock, Faults faults, Consumer<String> log) {
        this.store = store;
        this.routes = routes;
        this.present = present;
        this.clock = clock;
        this.faults = faults;
        this.log = log;
    }

    /// What is said in the end.
    private record Answer(int status, byte[] body, Optional<String> replayOf) {

        static Answer of(StripeError error) {
            return new Answer(error.status(), StripeJson.bytes(error.body()), Optional.empty());
        }
    }

    /// A request that was understood.
    private record Asked(String method, String path, String account, Parameters parameters, String fingerprint, Optional<String> key, String requestId) {
    }

    HttpResponse serve(AggregatedHttpRequest request) {
        String requestId = "req_" + StripeIds.random(14);
        String path = request.path().split("\\?", 2)[0];
        long start = System.nanoTime();
        Optional<String> key = Optional.ofNullable(request.headers().get(IDEMPOTENCY_KEY)).filter(text -> !text.isEmpty());
        Faults.Plan plan = new Faults.Plan(0, 0, 0, "", false, false);
        Answer answer;
        try {
            String apiKey = apiKey(request);
            plan = faults.ofRequest(request.method(), path, apiKey);
            Parameters parameters = parameters(request);
            Optional<String> usedKey = key.filter(any -> request.method().name().equals("POST"));
            usedKey.filter(text -> text.length() > LONGEST_KEY).ifPresent(text -> {
                throw StripeError.of(400, StripeError.IDEMPOTENCY, "Idempotency keys must be at most " + LONGEST_KEY + " characters; this one has " + text.length() + ".");
            });
            answer = answer(new Asked(request.method().name(), path, StripeAccount.idOf(apiKey), parameters, path + "?" + parameters.canonical(), usedKey, requestId), plan);
        } catch (StripeError refused) {
            answer = Answer.of(refused);
        } catch (RuntimeException e) {
            e.printStackTrace();
            answer = Answer.of(StripeError.of(SERVER_ERROR, StripeError.API, "The emulator has a defect: " + e));
        }
        pause(plan.millisAfter());
        log.accept(request.method() + " " + path + " " + (plan.cut() ? "cut" : answer.status) + " " + requestId
                + answer.replayOf.map(first -> " replay of " + first).orElse("") + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return plan.cut() ? cut() : respond(request, answer, requestId, key);
    }

    private Answer answer(Asked asked, Faults.Plan plan) {
        Routes.Match match = routes.find(asked.method, asked.path).orElseThrow(() -> StripeError.of(404, StripeError.INVALID_REQUEST,
                "Unrecognized request URL (" + asked.method + ": " + asked.path + "). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."));
        if (asked.key.isEmpty()) {
            return run(asked, match, plan);
        }
        String key = asked.key.get();
        String held = asked.account + "/" + key;
        if (!inFlight.add(held)) {
            throw StripeError.of(409, StripeError.IDEMPOTENCY, "There is currently another in-progress request using this Idempotent Key (that probably means you"
                    + " submitted twice, and the other request is still going through): " + key + ". Please try again later.").code("idempotency_key_in_use");
        }
        try {
            Optional<Answer> earlier = store.read(asked.account, work -> kept(work, key)).map(kept -> replay(kept, asked));
            return earlier.isPresent() ? earlier.get() : run(asked, match, plan);
        } finally {
            inFlight.remove(held);
        }
    }

    private Optional<ObjectNode> kept(Work work, String key) {
        return work.find(Kind.IDEMPOTENT_ANSWER, key).filter(answer -> StripeJson.number(answer, "created") + ANSWERS_KEPT.toSeconds() > clock.seconds(work.account()));
    }

    private static Answer replay(ObjectNode kept, Asked asked) {
        if (!StripeJson.text(kept, "fingerprint").equals(asked.fingerprint)) {
            throw StripeError.of(400, StripeError.IDEMPOTENCY, "Keys for idempotent requests can only be used with the same "
                    + (StripeJson.text(kept, "path").equals(asked.path) ? "parameters" : "endpoint") + " they were first used with. Try using a key other than '"
                    + asked.key.orElseThrow() + "' if you meant to execute a different request.");
        }
        return new Answer((int) StripeJson.number(kept, "status"), StripeJson.text(kept, "body").getBytes(StandardCharsets.UTF_8),
                Optional.of(StripeJson.text(kept, "request")));
    }

    private Answer run(Asked asked, Routes.Match match, Faults.Plan plan) {
        pause(plan.millisBefore());
        if (plan.refusesBefore()) {
            if (plan.status() == SERVER_ERROR && match.changes()) {
                return store.change(asked.account, work -> keep(work, asked, Answer.of(serverError(plan))));
            }
            return Answer.of(serverError(plan));
        }
        if (!match.changes()) {
            Answer answer = store.read(asked.account, work -> handle(asked, match, work));
            return plan.refusesAfter() && !plan.cut() ? Answer.of(serverError(plan)) : answer;
        }
        return store.change(asked.account, work -> {
            Answer answer;
            try {
                answer = handle(asked, match, work);
            } catch (StripeError refused) {
                if (!refused.keepsChanges()) {
                    throw refused;
                }
                answer = Answer.of(refused);
            }
            return keep(work, asked, plan.refusesAfter() && !plan.cut() ? Answer.of(serverError(plan)) : answer);
        });
    }

    private Answer handle(Asked asked, Routes.Match match, Work work) {
        List<String> expand = asked.parameters.texts("expand");
        ObjectNode answered = match.handler().handle(new Call(work, asked.parameters, match.ids(), asked.requestId, asked.key, clock.seconds(asked.account)));
        return new Answer(200, StripeJson.bytes(new Expansion(work, present).apply(answered, expand)), Optional.empty());
    }

    private Answer keep(Work work, Asked asked, Answer answer) {
        asked.key.ifPresent(key -> work.put(Kind.IDEMPOTENT_ANSWER, key, StripeJson.object().put("created", clock.seconds(asked.account)).put("path", asked.path)
                .put("fingerprint", asked.fingerprint).put("request", asked.requestId).put("status", answer.status)
                .put("body", new String(answer.body, StandardCharsets.UTF_8))));
        return answer;
    }

    private static StripeError serverError(Faults.Plan plan) {
        int status = plan.status() == 0 ? SERVER_ERROR : plan.status();
        StripeError error = status == TOO_MANY
                ? StripeError.of(status, StripeError.INVALID_REQUEST, "Request rate limit exceeded. You can learn more about rate limits here"
                        + " https://stripe.com/docs/rate-limits.").code("rate_limit")
                : StripeError.of(status, StripeError.API, "Sorry, something went wrong. We've already been notified of the problem, but if you need any help, you can"
                        + " reach us at https://support.stripe.com/contact/.");
        return plan.code().isEmpty() ? error : error.code(plan.code());
    }

    /// By `Bearer`, or as the name of `Basic` without a password.
    private static String apiKey(AggregatedHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        String key = "";
        if (header.startsWith("Bearer ")) {
            key = header.substring("Bearer ".length()).strip();
        } else if (header.startsWith("Basic ")) {
            try {
                key = new String(Base64.getDecoder().decode(header.substring("Basic ".length()).strip()), StandardCharsets.UTF_8).split(":", 2)[0];
            } catch (IllegalArgumentException e) {
                key = "?";
            }
        }
        if (key.isEmpty()) {
            throw StripeError.of(401, StripeError.INVALID_REQUEST, "You did not provide an API key. You need to provide your API key in the Authorization header,"
                    + " using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can"
                    + " help at https://support.stripe.com/.");
        }
        if (!key.matches(StripeAccount.KEY_PREFIX + "[A-Za-z0-9_]{8,}")) {
            String shown = key.length() > 12 ? key.substring(0, 8) + "*".repeat(key.length() - 12) + key.substring(key.length() - 4) : "*".repeat(key.length());
            throw StripeError.of(401, StripeError.INVALID_REQUEST, "Invalid API Key provided: " + shown);
        }
        return key;
    }

    private static Parameters parameters(AggregatedHttpRequest request) {
        String[] target = request.path().split("\\?", 2);
        QueryParamsBuilder all = QueryParams.builder();
        if (target.length > 1) {
            all.add(QueryParams.fromQueryString(target[1]));
        }
        MediaType type = request.contentType();
        if (!request.content().isEmpty()) {
            if (type != null && !type.belongsTo(MediaType.FORM_DATA)) {
                throw StripeError.invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can"
                        + " help at https://support.stripe.com/.");
            }
            all.add(QueryParams.fromQueryString(request.contentUtf8()));
        }
        return Parameters.of(all.build());
    }

    private static HttpResponse respond(AggregatedHttpRequest request, Answer answer, String requestId, Optional<String> key) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(answer.status)).contentType(MediaType.JSON)
                .set("Request-Id", requestId).set("Stripe-Version", request.headers().get("Stripe-Version", API_VERSION));
        key.ifPresent(text -> headers.set(IDEMPOTENCY_KEY, text));
        answer.replayOf.ifPresent(first -> headers.set("Idempotent-Replayed", "true").set("Original-Request", first));
        if (answer.status >= SERVER_ERROR && answer.replayOf.isEmpty()) {
            headers.set("Stripe-Should-Retry", "true");
        }
        return HttpResponse.of(headers.build(), HttpData.wrap(answer.body));
    }

    /// An answer that breaks off: a client that had sent its request over a connection kept open would otherwise send it a
    /// second time by itself, and nobody would notice the cut.
    private static HttpResponse cut() {
        HttpResponseWriter answer = HttpResponse.streaming();
        answer.write(ResponseHeaders.builder(HttpStatus.OK).contentType(MediaType.JSON).set(HttpHeaderNames.CONTENT_LENGTH, "4096").build());
        answer.write(HttpData.ofUtf8("{"));
        answer.whenConsumed().thenRun(() -> answer.close(AbortedStreamException.get()));
        return answer;
    }

    private static void pause(long millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
