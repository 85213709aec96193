package io.avid.local.stripe;

import com.linecorp.armeria.common.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What goes wrong on demand, for the next requests or webhooks that match. `POST /_emulator/faults` adds one:
///
/// ```json
/// {"kind": "latency", "millis": 500, "when": "before", "next": 3, "method": "POST", "path": "/v1/payment_intents*", "api_key": "sk_test_…"}
/// ```
///
/// - `latency`: `millis` of waiting `before` the effect, with the idempotency key in use, or `after` it.
/// - `error`: answers `status` (429, 500, 502, 503, …), with `code` where one is given (such as `lock_timeout` of a 429), `before` the effect or, for 500, `after` it. A 500 is kept under the
///   idempotency key, as Stripe keeps it; the others never reached the API.
/// - `cut`: the connection breaks in the middle of the answer, `before` or `after` the effect.
/// - `webhook_lost`, `webhook_doubled`, `webhook_delayed` (`millis`), `webhook_reordered` (the next `next` deliveries go out in
///   reverse, `millis` apart): with `type` for the events, such as `payment_intent.*`.
///
/// - `processing`: the bank takes its time, `millis` of it in whole seconds; the payment is `processing` until it says yes or no.
///
/// `next` is 1 where it is not given; a fault without `api_key`, `method` or `path` strikes all. Faults are gone with the
/// process.
final class Faults {

    private static final List<String> WEBHOOK_KINDS = List.of("webhook_lost", "webhook_doubled", "webhook_delayed", "webhook_reordered");
    private static final List<String> REQUEST_KINDS = List.of("latency", "error", "cut");
    private static final String PROCESSING = "processing";
    private static final List<String> FIELDS = List.of("kind", "next", "when", "millis", "status", "code", "method", "path", "type", "api_key");
    private static final long DEFAULT_MILLIS = 200;

    private final List<Fault> faults = new ArrayList<>();
    private long added;

    /// One that waits for its victims.
    private static final class Fault {
        private final ObjectNode asked;
        private final Optional<Pattern> path;
        private long left;
        private long struck;

        Fault(ObjectNode asked) {
            this.asked = asked;
            this.path = Optional.of(StripeJson.text(asked, "path")).filter(glob -> !glob.isEmpty())
                    .map(glob -> Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q")));
            this.left = StripeJson.has(asked, "next") ? StripeJson.number(asked, "next") : 1;
        }

        boolean is(String field, String value) {
            String wanted = StripeJson.text(asked, field);
            return wanted.isEmpty() || wanted.equals(value);
        }
    }

    /// What is to go wrong with one request.
    ///
    /// @param status of an error answer; 0 for none
    /// @param code of an error answer; empty for the usual one
    record Plan(long millisBefore, long millisAfter, int status, String code, boolean cut, boolean afterEffect) {

        boolean refusesBefore() {
            return (status != 0 || cut) && !afterEffect;
        }

        boolean refusesAfter() {
            return (status != 0 || cut) && afterEffect;
        }
    }

    /// What is to go wrong with one delivery.
    record WebhookPlan(boolean lost, boolean doubled, long delayMillis) {
    }

    /// @throws IllegalArgumentException saying what is wrong with it
    synchronized ObjectNode add(JsonNode body) {
        if (!(body instanceof ObjectNode asked)) {
            throw new IllegalArgumentException("A fault is a JSON object, such as {\"kind\": \"latency\", \"millis\": 500}.");
        }
        String kind = StripeJson.text(asked, "kind");
        if (!WEBHOOK_KINDS.contains(kind) && !REQUEST_KINDS.contains(kind) && !kind.equals(PROCESSING)) {
            throw new IllegalArgumentException("There is no fault '" + kind + "'; there are " + String.join(", ", REQUEST_KINDS) + ", "
                    + String.join(", ", WEBHOOK_KINDS) + ", " + PROCESSING + ".");
        }
        asked.propertyNames().forEach(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("A fault has no '" + name + "'; it has " + String.join(", ", FIELDS) + ".");
            }
        });
        if (!List.of("", "before", "after").contains(StripeJson.text(asked, "when"))) {
            throw new IllegalArgumentException("'when' is before or after (the effect); '" + StripeJson.text(asked, "when") + "' was given.");
        }
        long status = StripeJson.number(asked, "status");
        if (kind.equals("error") && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("An error needs a status from 400 to 599; " + status + " was given.");
        }
        if (kind.equals("error") && StripeJson.text(asked, "when").equals("after") && status != 500) {
            throw new IllegalArgumentException("Only a 500 can come after the effect; " + status + " was given.");
        }
        asked.put("id", "flt_" + ++added);
        faults.add(new Fault(asked));
        return asked;
    }

    synchronized ObjectNode list() {
        ObjectNode list = StripeJson.object();
        ArrayNode data = list.putArray("faults");
        faults.forEach(fault -> data.add(fault.asked.deepCopy().put("left", fault.left).put("struck", fault.struck)));
        return list;
    }

    synchronized void clear(Optional<String> apiKey) {
        faults.removeIf(fault -> apiKey.isEmpty() || apiKey.get().equals(StripeJson.text(fault.asked, "api_key")));
    }

    synchronized Plan ofRequest(HttpMethod method, String path, String apiKey) {
        long before = 0;
        long after = 0;
        int status = 0;
        String code = "";
        boolean cut = false;
        boolean afterEffect = false;
        for (Fault fault : List.copyOf(faults)) {
            String kind = StripeJson.text(fault.asked, "kind");
            boolean decided = status != 0 || cut;
            if (!REQUEST_KINDS.contains(kind) || decided && !kind.equals("latency") || !fault.is("method", method.name()) || !fault.is("api_key", apiKey)
                    || fault.path.isPresent() && !fault.path.get().matcher(path).matches()) {
                continue;
            }
            strike(fault);
            boolean late = StripeJson.text(fault.asked, "when").equals("after");
            if (kind.equals("latency")) {
                before += late ? 0 : millis(fault);
                after += late ? millis(fault) : 0;
            } else {
                status = (int) StripeJson.number(fault.asked, "status");
                code = StripeJson.text(fault.asked, "code");
                cut = kind.equals("cut");
                afterEffect = late;
            }
        }
        return new Plan(before, after, status, code, cut, afterEffect);
    }

    /// @param account of which only the id is known here
    synchronized WebhookPlan ofDelivery(String type, String account) {
        boolean lost = false;
        boolean doubled = false;
        long delay = 0;
        for (Fault fault : List.copyOf(faults)) {
            String kind = StripeJson.text(fault.asked, "kind");
            String wantedType = StripeJson.text(fault.asked, "type");
            String key = StripeJson.text(fault.asked, "api_key");
            if (!WEBHOOK_KINDS.contains(kind) || !wantedType.isEmpty() && !Events.matches(type, wantedType)
                    || !key.isEmpty() && !StripeAccount.idOf(key).equals(account)) {
                continue;
            }
            strike(fault);
            switch (kind) {
                case "webhook_lost" -> lost = true;
                case "webhook_doubled" -> doubled = true;
                case "webhook_delayed" -> delay += millis(fault);
                default -> delay += fault.left * millis(fault);
            }
        }
        return new WebhookPlan(lost, doubled, delay);
    }

    /// How long the bank takes to decide on the next charge, where it does not decide at once.
    synchronized Optional<Duration> ofCharge(String account) {
        Optional<Fault> struck = faults.stream().filter(fault -> StripeJson.text(fault.asked, "kind").equals(PROCESSING))
                .filter(fault -> StripeJson.text(fault.asked, "api_key").isEmpty() || StripeAccount.idOf(StripeJson.text(fault.asked, "api_key")).equals(account))
                .findFirst();
        struck.ifPresent(this::strike);
        return struck.map(fault -> Duration.ofMillis(millis(fault)));
    }

    private void strike(Fault fault) {
        fault.struck++;
        if (--fault.left <= 0) {
            faults.remove(fault);
        }
    }

    private static long millis(Fault fault) {
        return StripeJson.has(fault.asked, "millis") ? StripeJson.number(fault.asked, "millis") : DEFAULT_MILLIS;
    }
}
