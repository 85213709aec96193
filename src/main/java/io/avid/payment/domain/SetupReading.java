package io.avid.payment.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the saving of a card stands at Stripe.
 *
 * @param stripeId {@code seti_…}
 * @param askedAt when it was asked
 * @param state what has come of it
 * @param clientSecret for the customer's browser
 * @param actionUrl where the customer proves that it is them
 * @param decline why the card was refused
 * @param stripeMethod the card that is saved
 * @param card what of it may be shown
 * @param labels the metadata that Avid gave it
 */
public record SetupReading(String stripeId, Instant askedAt, SetupState state, String clientSecret, Optional<String> actionUrl,
        Optional<Decline> decline, Optional<String> stripeMethod, Optional<Card> card, Map<String, String> labels) {
    public SetupReading {
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(askedAt, "askedAt");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(actionUrl, "actionUrl");
        Objects.requireNonNull(decline, "decline");
        Objects.requireNonNull(stripeMethod, "stripeMethod");
        Objects.requireNonNull(card, "card");
        labels = Map.copyOf(labels);
    }

    @Override
    public String toString() {
        return "SetupReading[" + stripeId + " " + state + "]";
    }
}
