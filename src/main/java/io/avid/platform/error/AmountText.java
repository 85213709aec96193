package io.avid.platform.error;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount as a failure's message names it for people, for example {@code 12.50 USD}, {@code 500 JPY}.
 * Programs read whole minor units from the metadata.
 */
public final class AmountText {
    private AmountText() {}

    /**
     * The amount in the currency's own unit, with a point and without grouping.
     *
     * @param minor whole minor units
     * @param currencyCode ISO 4217
     * @throws IllegalArgumentException if there is no such currency
     */
    public static String of(long minor, String currencyCode) {
        return BigDecimal.valueOf(minor, Math.max(0, Currency.getInstance(currencyCode).getDefaultFractionDigits())).toPlainString()
                + " " + currencyCode;
    }
}
