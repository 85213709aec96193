package io.avid.local.stripe;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/events`: what happened in an account, kept for thirty days and told to its webhook endpoints. An event and the
/// deliveries that it causes are written with the change that it tells of, so neither is ever without the other.
final class Events {

    private static final String SHAPE = """
            {'id':null,'object':null,'api_version':null,'created':0,'data':{'object':null},'livemode':false,'pending_webhooks':0,
             'request':{'id':null,'idempotency_key':null},'type':null}""";
    static final Duration KEPT = Duration.ofDays(30);

    private final WebhookDeliveries deliveries;
    private final Present present;

    Events(Routes routes, WebhookDeliveries deliveries, Present present) {
        this.deliveries = deliveries;
        this.present = present;
        routes.get("/v1/events", this::list);
        routes.get("/v1/events/*", this::retrieve);
    }

    void emit(Call call, String type, ObjectNode object) {
        ObjectNode event = call.make(Kind.EVENT, SHAPE);
        event.put("api_version", ServeRequest.API_VERSION).put("type", type);
        ObjectNode told = StripeJson.published(object);
        present.present(told, call.work());
        ((ObjectNode) event.get("data")).set("object", told);
        tell(call, event);
    }

    /// With the former values of what changed; an update that changed nothing tells nothing.
    void emitUpdate(Call call, String type, ObjectNode before, ObjectNode after) {
        ObjectNode former = StripeJson.object();
        StripeJson.published(before).properties().forEach(entry -> {
            JsonNode now = after.get(entry.getKey());
            if (now == null || !now.equals(entry.getValue())) {
                former.set(entry.getKey(), entry.getValue());
            }
        });
        if (former.isEmpty()) {
            return;
        }
        ObjectNode event = call.make(Kind.EVENT, SHAPE);
        event.put("api_version", ServeRequest.API_VERSION).put("type", type);
        ObjectNode data = (ObjectNode) event.get("data");
        data.set("object", StripeJson.published(after));
        data.set("previous_attributes", former);
        tell(call, event);
    }

    private void tell(Call call, ObjectNode event) {
        ObjectNode request = (ObjectNode) event.get("request");
        if (!call.requestId().isEmpty()) {
            request.put("id", call.requestId());
        }
        call.idempotencyKey().ifPresent(key -> request.put("idempotency_key", key));
        call.work().put(Kind.EVENT, event);
        deliveries.queue(call, event);
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.EVENT, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        long oldest = call.now() - KEPT.toSeconds();
        Listing listing = Listing.of(call, Kind.EVENT).where(stored -> stored.created() >= oldest);
        call.parameters().text("type").ifPresent(type -> listing.where(stored -> matches(stored.links().getOrDefault("type", ""), type)));
        List<String> types = call.parameters().texts("types");
        if (!types.isEmpty()) {
            listing.where(stored -> types.stream().anyMatch(type -> matches(stored.links().getOrDefault("type", ""), type)));
        }
        call.parameters().flag("delivery_success").ifPresent(success -> listing.where(stored -> success == (deliveries.pendingOf(call.work(), stored.id()) == 0)));
        ObjectNode page = listing.page("/v1/events");
        call.parameters().refuseUnknown();
        return page;
    }

    /// `charge.*` and `*` take in more than one.
    static boolean matches(String type, String pattern) {
        return pattern.equals("*") || pattern.equals(type) || pattern.endsWith(".*") && type.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
