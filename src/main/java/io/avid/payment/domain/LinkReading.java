package io.avid.payment.domain;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a page of Stripe's Checkout stands.
 *
 * @param stripeId {@code cs_…}
 * @param state what has come of it
 * @param url where to pay; empty once nobody can
 * @param stripePayment {@code pi_…} of the payment that was made there
 * @param labels the metadata that Avid gave it
 */
public record LinkReading(String stripeId, LinkState state, Optional<String> url, Optional<String> stripePayment,
        Map<String, String> labels) {
    public LinkReading {
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(stripePayment, "stripePayment");
        labels = Map.copyOf(labels);
    }
}
