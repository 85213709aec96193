package io.avid.local.stripe;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// `/_emulator`: what the real Stripe has not. All take and give JSON; none needs a key.
///
/// ```
/// GET    /_emulator/health                                     {"status": "ok"}
/// POST   /_emulator/faults            a fault, see [Faults]     the fault with its id
/// GET    /_emulator/faults                                      those that wait, with what is left of them
/// DELETE /_emulator/faults            {"api_key": …} or nothing  forgets them, of one account or all
/// POST   /_emulator/webhooks/deliver_now  {"api_key": …} or nothing   {"deliveries": how many were made due}
/// GET    /_emulator/webhooks?api_key=…                          {"pending": how many wait}
/// POST   /_emulator/webhook_endpoints/roll_secret  {"api_key": …, "endpoint": "we_…", "old_expires_in_seconds": 86400}
///                                                               {"secret": the new one}
/// POST   /_emulator/clock/advance     {"api_key": …, "seconds": 3600}   {"now": seconds since 1970}, of this account or all
/// ```
final class AdminPages {

    static final String PATH = "/_emulator/";
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final Faults faults;
    private final WebhookDeliveries deliveries;

    AdminPages(ObjectStore store, EmulatorClock clock, Faults faults, WebhookDeliveries deliveries) {
        this.store = store;
        this.clock = clock;
        this.faults = faults;
        this.deliveries = deliveries;
    }

    HttpResponse serve(AggregatedHttpRequest request) {
        String[] target = request.path().substring(PATH.length()).split("\\?", 2);
        try {
            return switch (request.method() + " " + target[0]) {
                case "GET health" -> answer(StripeJson.object().put("status", "ok"));
                case "POST faults" -> answer(faults.add(body(request)));
                case "GET faults" -> answer(faults.list());
                case "DELETE faults" -> {
                    faults.clear(key(body(request)));
                    yield answer(faults.list());
                }
                case "POST webhooks/deliver_now" -> answer(StripeJson.object().put("deliveries", deliveries.deliverNow(key(body(request)).map(StripeAccount::idOf))));
                case "GET webhooks" -> answer(StripeJson.object().put("pending", pending(target.length > 1 ? target[1] : "")));
                case "POST webhook_endpoints/roll_secret" -> answer(StripeJson.object().put("secret", roll(body(request))));
                case "POST clock/advance" -> answer(StripeJson.object().put("now", advance(body(request))));
                default -> refuse(HttpStatus.NOT_FOUND, "There is no " + request.method() + " " + request.path() + " here.");
            };
        } catch (JacksonException e) {
            return refuse(HttpStatus.BAD_REQUEST, "The body is no JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | StripeError e) {
            return refuse(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static ObjectNode body(AggregatedHttpRequest request) {
        if (request.content().isEmpty()) {
            return StripeJson.object();
        }
        if (StripeJson.parse(request.content().array()) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("A JSON object is expected.");
    }

    private int pending(String query) {
        String key = com.linecorp.armeria.common.QueryParams.fromQueryString(query).get("api_key", "");
        return store.accounts().stream().filter(account -> key.isEmpty() || account.equals(StripeAccount.idOf(key)))
                .mapToInt(account -> store.read(account, work -> work.all(Kind.DELIVERY, any -> true).size())).sum();
    }

    private String roll(ObjectNode body) {
        long validFor = StripeJson.has(body, "old_expires_in_seconds") ? StripeJson.number(body, "old_expires_in_seconds") : DAY_SECONDS;
        return store.change(account(body), work -> WebhookEndpoints.roll(work, StripeJson.text(body, "endpoint"), clock.seconds(work.account()) + validFor));
    }

    private static Optional<String> key(ObjectNode body) {
        return Optional.of(StripeJson.text(body, "api_key")).filter(key -> !key.isEmpty());
    }

    private static String account(ObjectNode body) {
        return StripeAccount.idOf(key(body).orElseThrow(() -> new IllegalArgumentException("'api_key' is needed: it says whose account is meant.")));
    }

    private long advance(ObjectNode body) {
        long seconds = StripeJson.number(body, "seconds");
        if (seconds <= 0) {
            throw new IllegalArgumentException("The clock only goes forward: 'seconds' must be positive; " + seconds + " was given.");
        }
        List<String> accounts = key(body).map(StripeAccount::idOf).map(List::of).orElseGet(store::accounts);
        for (String account : accounts) {
            clock.advance(account, Duration.ofSeconds(seconds));
            deliveries.advanced(account, Duration.ofSeconds(seconds));
        }
        return accounts.stream().mapToLong(clock::seconds).max().orElseGet(() -> Instant.now().getEpochSecond());
    }

    private static HttpResponse answer(ObjectNode body) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(StripeJson.bytes(body)));
    }

    private static HttpResponse refuse(HttpStatus status, String message) {
        return HttpResponse.of(status, MediaType.JSON, HttpData.wrap(StripeJson.bytes(StripeJson.object().put("error", message))));
    }
}
