package io.avid.local.stripe;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How an intent is confirmed.
///
/// @param offSession the card holder is not there
/// @param returnUrl where they come back to from a challenge
/// @param errorOnRequiresAction refuse rather than ask them
record Confirmation(boolean offSession, Optional<String> returnUrl, boolean errorOnRequiresAction) {

    /// @param confirms whether this request confirms at all
    static Confirmation of(Call call, ObjectNode intent, boolean confirms) {
        Parameters given = call.parameters();
        boolean offSession = confirms && given.text("off_session").map(text -> text.equals("one_off") || text.equals("recurring")
                || given.flag("off_session").orElse(false)).orElse(false);
        Optional<String> returnUrl = given.text("return_url");
        boolean refuse = given.flag("error_on_requires_action").orElse(false);
        given.flag("use_stripe_sdk");
        given.group("mandate_data").ifPresent(Parameters::asJson);
        if (returnUrl.isPresent() && !confirms) {
            throw StripeError.invalid("parameter_unknown", "You cannot set `return_url` without `confirm=true`.", "return_url");
        }
        if (confirms && returnUrl.isEmpty() && IntentOptions.needsReturnUrl(intent)) {
            throw StripeError.invalid("This " + (StripeJson.text(intent, "object").equals("setup_intent") ? "SetupIntent" : "PaymentIntent")
                    + " is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off"
                    + " of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set"
                    + " `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
                    + " Payment Intents.");
        }
        return new Confirmation(offSession, returnUrl, refuse);
    }
}
