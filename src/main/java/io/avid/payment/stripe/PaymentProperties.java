package io.avid.payment.stripe;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How module payment reaches Stripe. Accounts and webhook endpoints, which are secrets of each
 * organisation, stand in {@link StripeAccounts}. The version of Stripe's API is the one that
 * stripe-java is made for; it is pinned by that library's version in {@code pom.xml}.
 *
 * @param sweepSeconds {@code avid.payment.sweep-seconds}: how often Stripe is asked for what no webhook
 *     told, in seconds
 * @param returnUrl {@code avid.payment.return-url}: the page where customers come back to from their bank
 *     or from Stripe, where a caller names none; Avid's own at {@code /pay/returned} under the address
 *     that browsers know Avid by, which {@code application.properties} takes to be localhost and the
 *     edge's port until it is told
 * @param stripe {@code avid.payment.stripe.*}
 */
@ConfigurationProperties("avid.payment")
public record PaymentProperties(@DefaultValue("60") long sweepSeconds,
        @DefaultValue("http://localhost:8080/pay/returned") String returnUrl, @DefaultValue Stripe stripe) {
    /**
     * Stripe's API.
     *
     * @param apiBase {@code avid.payment.stripe.api-base}: where it answers; empty is Stripe itself
     * @param connectTimeoutMillis {@code avid.payment.stripe.connect-timeout-millis}: for a connection to
     *     be made, in milliseconds
     * @param readTimeoutMillis {@code avid.payment.stripe.read-timeout-millis}: for an answer, in
     *     milliseconds; with the retries below it stays under a call's own deadline of 30 seconds, so
     *     that the caller hears which dependency failed
     * @param networkRetries {@code avid.payment.stripe.network-retries}: how often stripe-java asks again
     *     by itself, with the same idempotency key, where a connection broke or Stripe said to try again
     */
    public record Stripe(@DefaultValue("") String apiBase, @DefaultValue("3000") int connectTimeoutMillis,
            @DefaultValue("12000") int readTimeoutMillis, @DefaultValue("1") int networkRetries) {}

    public PaymentProperties {
        if (sweepSeconds < 1) {
            throw new IllegalArgumentException("avid.payment.sweep-seconds is " + sweepSeconds + "; expected a number above zero.");
        }
    }
}
