package io.avid.payment.domain;

import java.util.Objects;

/**
 * What of a card may be kept and shown.
 *
 * @param brand for example {@code visa}
 * @param last4 the last four digits
 * @param expiryMonth 1 to 12
 * @param expiryYear with its century
 */
public record Card(String brand, String last4, int expiryMonth, int expiryYear) {
    public Card {
        Objects.requireNonNull(brand, "brand");
        Objects.requireNonNull(last4, "last4");
    }
}
