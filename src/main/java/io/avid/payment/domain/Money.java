package io.avid.payment.domain;

import java.util.Objects;

/**
 * An amount of one currency.
 *
 * @param minor whole minor units, as ISO 4217 counts them
 * @param currency ISO 4217, three capital letters
 */
public record Money(long minor, String currency) {
    public Money {
        Objects.requireNonNull(currency, "currency");
    }
}
