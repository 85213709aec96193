package io.avid.invoice.domain;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is billed.
 *
 * @param description what it is
 * @param quantity how many or how much, exactly as given; negative for a reduction
 * @param unitPriceMinor price of one before tax, whole minor units of the invoice's currency
 * @param taxPercent tax in percent; absent means untaxed, which is not the same as 0 percent
 */
public record InvoiceLine(String description, BigDecimal quantity, long unitPriceMinor,
        Optional<BigDecimal> taxPercent) {
    public InvoiceLine {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(taxPercent, "taxPercent");
    }
}
