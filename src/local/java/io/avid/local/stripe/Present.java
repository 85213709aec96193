package io.avid.local.stripe;

import tools.jackson.databind.node.ObjectNode;

/// What of an object is known only when it is asked for: money that has become available meanwhile, webhooks still to be
/// delivered, and lists inside of objects, which are there when expanded.
final class Present {

    private final EmulatorClock clock;

    Present(EmulatorClock clock) {
        this.clock = clock;
    }

    void present(ObjectNode object, Work work) {
        switch (StripeJson.text(object, "object")) {
            case "balance_transaction" -> object.put("status", StripeJson.number(object, "available_on") <= clock.seconds(work.account()) ? "available" : "pending");
            case "event" -> object.put("pending_webhooks", pendingWebhooks(StripeJson.text(object, "id"), work));
            default -> {
                // All that there is to know is stored.
            }
        }
    }

    private static int pendingWebhooks(String event, Work work) {
        return work.all(Kind.DELIVERY, delivery -> event.equals(delivery.links().get("event"))).size();
    }

    /// Adds what is only there when asked for.
    ///
    /// @return true if the object has this field that way
    boolean includable(ObjectNode object, String field, Work work) {
        if (field.equals("line_items") && StripeJson.text(object, "object").equals(Kind.CHECKOUT_SESSION.object())) {
            object.set("line_items", CheckoutSessions.items(object));
            return true;
        }
        if (!field.equals("refunds") || !StripeJson.text(object, "object").equals("charge")) {
            return false;
        }
        String charge = StripeJson.text(object, "id");
        ObjectNode list = StripeJson.object().put("object", "list");
        list.set("data", StripeJson.array().addAll(work.all(Kind.REFUND, refund -> charge.equals(refund.links().get("charge")))));
        object.set("refunds", list.put("has_more", false).put("url", "/v1/charges/" + charge + "/refunds"));
        return true;
    }
}
