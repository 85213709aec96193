package io.avid.local.stripe;

import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Where a card holder proves who they are: a page of the emulator that asks whether they could.
///
/// @param base the emulator's own address
record Challenge(Supplier<String> base) {

    static final String PATH = "/redirect/authenticate/";

    /// With a place to come back to a redirect; without one what Stripe.js would act on, whose page works as well.
    ObjectNode nextAction(Kind kind, String id, Optional<String> returnUrl) {
        String page = base.get() + PATH + id;
        ObjectNode action = StripeJson.object();
        if (returnUrl.isPresent()) {
            action.set("redirect_to_url", StripeJson.object().put("return_url", returnUrl.get()).put("url", page));
            return action.put("type", "redirect_to_url");
        }
        action.put("type", "use_stripe_sdk");
        action.set("use_stripe_sdk", StripeJson.object().put("source", "src_" + StripeIds.random(24)).put("stripe_js", page).put("type", "three_d_secure_redirect"));
        return action;
    }
}
