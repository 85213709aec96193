package io.avid.payment.domain;

import java.util.Objects;

/**
 * Why money was not taken or a card not saved.
 *
 * @param code Stripe's error code, for example {@code card_declined}
 * @param declineCode why the bank declined; empty where it did not say
 * @param message for people: what happened and what to do
 * @param retryable whether the same card may be tried again
 * @param byStripe whether Stripe refused the request itself, before any bank was asked
 */
public record Decline(String code, String declineCode, String message, boolean retryable, boolean byStripe) {
    public Decline {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(declineCode, "declineCode");
        Objects.requireNonNull(message, "message");
    }
}
