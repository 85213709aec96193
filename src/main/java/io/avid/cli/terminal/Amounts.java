package io.avid.cli.terminal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole minor units and amounts as people write them, in the digits of the currency: 572506 USD is 5,725.06. */
public final class Amounts {
    private static final Pattern GIVEN = Pattern.compile("([0-9]{1,12})(?:[.]([0-9]{1,6}))?");

    private Amounts() {}

    /**
     * An amount that somebody gave, as whole minor units: {@code 12.5} of USD is 1250.
     *
     * @param where what it was given for, for the message: {@code --amount}
     * @throws WrongUsage where it is none, or has more digits than the currency
     */
    public static long given(String where, String text, String currencyCode) {
        Matcher number = GIVEN.matcher(text.strip());
        int digits = digitsOfGiven(where, currencyCode);
        String expected = "; expected an amount in " + currencyCode + " such as "
                + (digits == 0 ? "1250" : "12.5" + "0".repeat(digits - 1))
                + ", without a thousands separator.";
        if (!number.matches()) {
            throw new WrongUsage(where + " is '" + text + "'" + expected);
        }
        String fraction = number.group(2) == null ? "" : number.group(2);
        if (fraction.length() > digits) {
            throw new WrongUsage(where + " is '" + text + "'; expected " + (digits == 0 ? "no digit" : "at most " + digits + " digits")
                    + " after the point, as " + currencyCode + " has.");
        }
        return Long.parseLong(number.group(1) + fraction + "0".repeat(digits - fraction.length()));
    }

    private static int digitsOfGiven(String where, String currencyCode) {
        try {
            return Math.max(0, Currency.getInstance(currencyCode).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(where + " is in '" + currencyCode + "', which is no currency of ISO 4217; expected one such as USD.", e);
        }
    }

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
