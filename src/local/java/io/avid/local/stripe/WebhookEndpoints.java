package io.avid.local.stripe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/webhook_endpoints`: who is told of an account's events. The secret that signs is shown at creation alone; while
/// it is rolled, the old one signs beside the new one until it expires.
final class WebhookEndpoints {

    private static final String SHAPE = """
            {'id':null,'object':null,'api_version':null,'application':null,'created':0,'description':null,'enabled_events':[],'livemode':false,
             'metadata':{},'status':'enabled','url':null}""";
    private static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_LENGTH = 32;
    private static final int MAXIMUM = 16;
    /// The emulator's own: `[{"secret": …, "expires": seconds or null}]`, the newest first.
    private static final String SECRETS = "_secrets";

    WebhookEndpoints(Routes routes) {
        routes.post("/v1/webhook_endpoints", this::create);
        routes.get("/v1/webhook_endpoints", this::list);
        routes.get("/v1/webhook_endpoints/*", this::retrieve);
        routes.post("/v1/webhook_endpoints/*", this::update);
        routes.delete("/v1/webhook_endpoints/*", this::delete);
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        ObjectNode endpoint = call.make(Kind.WEBHOOK_ENDPOINT, SHAPE);
        given.required("url");
        if (given.texts("enabled_events").isEmpty()) {
            throw given.missing("enabled_events");
        }
        fill(endpoint, given);
        given.textsInto(endpoint, "api_version");
        given.flag("connect");
        given.refuseUnknown();
        if (call.work().all(Kind.WEBHOOK_ENDPOINT, any -> true).size() >= MAXIMUM) {
            throw StripeError.invalid("You have reached the maximum of " + MAXIMUM + " test webhook endpoints.");
        }
        String secret = SECRET_PREFIX + StripeIds.random(SECRET_LENGTH);
        call.work().put(Kind.WEBHOOK_ENDPOINT, withSecret(endpoint, secret));
        return endpoint.put("secret", secret);
    }

    private static ObjectNode withSecret(ObjectNode endpoint, String secret) {
        ObjectNode kept = endpoint.deepCopy();
        kept.putArray(SECRETS).add(StripeJson.object().put("secret", secret).putNull("expires"));
        return kept;
    }

    /// An endpoint of local mode, whose id and secret Avid knows beforehand. One that is there is left as it is, except
    /// for the address.
    static void ensure(Work work, StripeAccount.Endpoint wanted, long now) {
        ObjectNode endpoint = work.find(Kind.WEBHOOK_ENDPOINT, wanted.id()).orElseGet(() -> {
            ObjectNode made = StripeJson.literal(SHAPE).put("id", wanted.id()).put("object", Kind.WEBHOOK_ENDPOINT.object()).put("created", now);
            made.put("description", "Avid, in local mode").withArray("enabled_events").add("*");
            return withSecret(made, wanted.secret());
        });
        if (!StripeJson.text(endpoint, "url").equals(wanted.url().toString())) {
            work.put(Kind.WEBHOOK_ENDPOINT, endpoint.put("url", wanted.url().toString()));
        }
    }

    private static void fill(ObjectNode endpoint, Parameters given) {
        given.text("url").ifPresent(url -> endpoint.put("url", checked(url)));
        List<String> events = given.texts("enabled_events");
        if (!events.isEmpty()) {
            ArrayNode enabled = StripeJson.array();
            events.forEach(enabled::add);
            endpoint.set("enabled_events", enabled);
        }
        given.textsInto(endpoint, "description");
        given.metadataInto(endpoint);
    }

    private static String checked(String url) {
        try {
            String scheme = new URI(url).getScheme();
            if (scheme != null && List.of("http", "https").contains(scheme)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw StripeError.invalid("url_invalid", "Invalid URL: " + e.getMessage(), "url");
        }
        throw StripeError.invalid("url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.", "url");
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.WEBHOOK_ENDPOINT, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.WEBHOOK_ENDPOINT).page("/v1/webhook_endpoints");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode endpoint = call.work().get(Kind.WEBHOOK_ENDPOINT, call.id(), "id");
        fill(endpoint, call.parameters());
        Optional<Boolean> disabled = call.parameters().flag("disabled");
        call.parameters().refuseUnknown();
        disabled.ifPresent(off -> endpoint.put("status", off ? "disabled" : "enabled"));
        call.work().put(Kind.WEBHOOK_ENDPOINT, endpoint);
        return endpoint;
    }

    private ObjectNode delete(Call call) {
        call.parameters().refuseUnknown();
        call.work().get(Kind.WEBHOOK_ENDPOINT, call.id(), "id");
        call.work().delete(Kind.WEBHOOK_ENDPOINT, call.id());
        return StripeJson.object().put("id", call.id()).put("object", Kind.WEBHOOK_ENDPOINT.object()).put("deleted", true);
    }

    /// A new secret; the old ones sign beside it until the time given. The real Stripe does this in its dashboard.
    static String roll(Work work, String id, long oldExpires) {
        ObjectNode endpoint = work.get(Kind.WEBHOOK_ENDPOINT, id, "id");
        String secret = SECRET_PREFIX + StripeIds.random(SECRET_LENGTH);
        ArrayNode secrets = StripeJson.array().add(StripeJson.object().put("secret", secret).putNull("expires"));
        for (JsonNode old : endpoint.get(SECRETS)) {
            secrets.add(StripeJson.has(old, "expires") ? old : ((ObjectNode) old).put("expires", oldExpires));
        }
        endpoint.set(SECRETS, secrets);
        work.put(Kind.WEBHOOK_ENDPOINT, endpoint);
        return secret;
    }

    /// Those that sign at this time, the newest first.
    static List<String> secrets(ObjectNode endpoint, long now) {
        return endpoint.get(SECRETS).valueStream().filter(secret -> !StripeJson.has(secret, "expires") || StripeJson.number(secret, "expires") > now)
                .map(secret -> StripeJson.text(secret, "secret")).toList();
    }

    static boolean wants(ObjectNode endpoint, String type) {
        return StripeJson.text(endpoint, "status").equals("enabled")
                && endpoint.get("enabled_events").valueStream().anyMatch(pattern -> Events.matches(type, pattern.asString()));
    }
}
