package io.avid.billing.process;

import io.avid.platform.process.RetryPolicy;
import java.time.Duration;

/** How long what depends on Stripe is tried: an outage of half an hour is waited for. */
final class StripeRetries {
    static final RetryPolicy POLICY = new RetryPolicy(200, Duration.ofMillis(200), 2, Duration.ofSeconds(10));

    private StripeRetries() {}
}
