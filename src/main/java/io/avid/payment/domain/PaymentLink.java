package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A page at Stripe where somebody without a login pays.
 *
 * @param customer {@code customers/{id}}
 * @param amount how much
 * @param reference what it is for, in the caller's words
 * @param description what the page says it is for
 * @param expireTime until when it can be paid
 * @param returnUrl where Stripe sends who has paid
 * @param stripeCustomer Stripe's id of the customer
 * @param state where it stands
 * @param stripeId {@code cs_…} once Stripe has told
 * @param round how often Stripe failed while it was asked; each round has an idempotency key of its own
 * @param url where to pay
 * @param payment the id of the payment that was made there
 */
public record PaymentLink(String customer, Money amount, String reference, String description, Instant expireTime, String returnUrl,
        String stripeCustomer, LinkState state, Optional<String> stripeId, int round, Optional<String> url, Optional<String> payment) {
    public PaymentLink {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(expireTime, "expireTime");
        Objects.requireNonNull(returnUrl, "returnUrl");
        Objects.requireNonNull(stripeCustomer, "stripeCustomer");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(payment, "payment");
    }

    /** One that was asked for. */
    public static PaymentLink asked(String customer, Money amount, String reference, String description, Instant expireTime,
            String returnUrl, String stripeCustomer) {
        return new PaymentLink(customer, amount, reference, description, expireTime, returnUrl, stripeCustomer, LinkState.PENDING,
                Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    /** Another round of asking, because Stripe failed in this one. */
    public PaymentLink nextRound() {
        return to(state, stripeId, round + 1, url, payment);
    }

    /** It cannot be made; nobody can pay by it. */
    public PaymentLink refused() {
        return state == LinkState.PENDING ? to(LinkState.EXPIRED, stripeId, round, Optional.empty(), payment) : this;
    }

    /**
     * Applies what Stripe says, as far as it leads forward.
     *
     * @param paid the id of the payment that was made there
     */
    public PaymentLink learned(LinkReading reading, Optional<String> paid) {
        if (stripeId.filter(id -> !id.equals(reading.stripeId())).isPresent() || !state.leadsTo(reading.state())) {
            return this;
        }
        return to(reading.state(), Optional.of(reading.stripeId()), round, reading.url().or(() -> url), paid.or(() -> payment));
    }

    /** What a payment by it is asked for. */
    public PaymentOrder order(String name) {
        return new PaymentOrder(customer, amount, Optional.empty(), stripeCustomer, Optional.empty(), reference, "", true, returnUrl,
                Optional.of(name));
    }

    private PaymentLink to(LinkState nextState, Optional<String> nextStripeId, int nextRound, Optional<String> nextUrl,
            Optional<String> nextPayment) {
        return new PaymentLink(customer, amount, reference, description, expireTime, returnUrl, stripeCustomer, nextState,
                nextStripeId, nextRound, nextUrl, nextPayment);
    }
}
