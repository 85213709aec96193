package io.avid.payment.stripe;

/**
 * Stripe failed while it was asked to change something; whether it did is not known, and it would
 * answer the same idempotency key with the same failure. What became of it is looked for before it
 * is asked again, by a new key.
 */
public final class StripeFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StripeFailedException(Throwable cause) {
        super("Stripe failed while it was asked to change something", cause);
    }
}
