package io.avid.local.stripe;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which payment methods an intent takes, and how.
final class IntentOptions {

    private IntentOptions() {
    }

    /// `payment_method_types` as given, or else whatever the account takes, which is Stripe's default.
    static void methodsInto(ObjectNode intent, Parameters given) {
        List<String> types = given.texts("payment_method_types");
        if (!types.isEmpty()) {
            if (!types.equals(List.of("card"))) {
                throw StripeError.invalid("payment_intent_invalid_parameter", "The payment method type provided is invalid: this emulator takes card alone, and was given "
                        + String.join(", ", types) + ".", "payment_method_types");
            }
            given.group("automatic_payment_methods").ifPresent(automatic -> {
                if (automatic.flag("enabled").orElse(false)) {
                    throw StripeError.invalid("parameters_exclusive", "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.",
                            "payment_method_types");
                }
            });
            return;
        }
        ObjectNode automatic = StripeJson.object().put("allow_redirects", "always").put("enabled", true);
        given.group("automatic_payment_methods").ifPresent(wanted -> {
            wanted.flag("enabled").ifPresent(enabled -> automatic.put("enabled", enabled));
            wanted.oneOf("allow_redirects", "always", "never").ifPresent(allow -> automatic.put("allow_redirects", allow));
        });
        if (StripeJson.flag(automatic, "enabled")) {
            intent.set("automatic_payment_methods", automatic);
            ArrayNode both = StripeJson.array().add("card");
            intent.set("payment_method_types", both);
        }
    }

    /// Of a card's options those that matter here; others are refused as unknown.
    static void optionsInto(ObjectNode intent, Parameters options) {
        options.group("card").ifPresent(card -> {
            ObjectNode kept = (ObjectNode) intent.withObject("payment_method_options").withObject("card");
            card.oneOf("request_three_d_secure", "automatic", "any", "challenge").ifPresent(request -> kept.put("request_three_d_secure", request));
        });
    }

    /// An intent that takes methods with redirects needs to know where the payer comes back to.
    static boolean needsReturnUrl(ObjectNode intent) {
        return intent.get("automatic_payment_methods") instanceof ObjectNode automatic && StripeJson.flag(automatic, "enabled")
                && !StripeJson.text(automatic, "allow_redirects").equals("never");
    }
}
