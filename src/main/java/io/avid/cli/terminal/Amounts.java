package io.avid.cli.terminal;

import java.math.BigDecimal;
import java.util.Currency;

/** Whole minor units as people write them, in the digits of the currency: 572506 USD is 5,725.06. */
public final class Amounts {
    private Amounts() {}

    /** With a comma between thousands: {@code 5,725.06}, {@code 500} (JPY), {@code 0.500} (KWD). */
    public static String text(long minorUnits, String currencyCode) {
        return grouped(plain(minorUnits, currencyCode));
    }

    /** Without: {@code 5725.06}, for spreadsheets. */
    public static String plain(long minorUnits, String currencyCode) {
        return BigDecimal.valueOf(minorUnits, digits(currencyCode)).toPlainString();
    }

    /** A count with a comma between thousands. */
    public static String count(long count) {
        return grouped(Long.toString(count));
    }

    private static int digits(String currencyCode) {
        try {
            // Currencies that are no money to be counted in (XAU) answer -1.
            return Math.max(0, Currency.getInstance(currencyCode).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("Avid answered amounts in " + currencyCode
                    + ", a currency that this Java does not know, so their digits are unknown. Use --json for minor units.", e);
        }
    }

    private static String grouped(String number) {
        int end = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
        int start = number.startsWith("-") ? 1 : 0;
        var text = new StringBuilder(number);
        for (int at = end - 3; at > start; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }
}
