package io.avid.invoice.domain;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * Tax of one rate.
 *
 * @param percent the rate, without trailing zeros
 * @param netMinor sum of the lines with this rate, whole minor units
 * @param taxMinor the rate's part of it, whole minor units
 */
public record TaxSum(BigDecimal percent, long netMinor, long taxMinor) {
    public TaxSum {
        Objects.requireNonNull(percent, "percent");
    }
}
