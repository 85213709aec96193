package io.avid.document.pdf;

import io.avid.document.domain.letter.LetterLocale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How a letter writes amounts, numbers and dates. Amounts are exact decimals with as many digits after
 * the separator as the currency has: none for JPY, three for KWD.
 *
 * <p>Formats are not safe for use by many threads; each letter has its own.
 */
final class Figures {
    private static final Pattern LETTER_BEFORE_DIGIT = Pattern.compile("(\\p{L})(?=\\d)");

    private final int digits;
    private final NumberFormat plain;
    private final NumberFormat withCurrency;
    private final NumberFormat decimals;
    private final DateTimeFormatter dates;

    Figures(LetterLocale locale, Currency currency) {
        Locale numbers = locale.numbers();
        this.digits = Math.max(0, currency.getDefaultFractionDigits());
        this.plain = NumberFormat.getNumberInstance(numbers);
        this.plain.setMinimumFractionDigits(digits);
        this.plain.setMaximumFractionDigits(digits);
        this.withCurrency = NumberFormat.getCurrencyInstance(numbers);
        this.withCurrency.setCurrency(currency);
        this.withCurrency.setMinimumFractionDigits(digits);
        this.withCurrency.setMaximumFractionDigits(digits);
        this.decimals = NumberFormat.getNumberInstance(numbers);
        this.decimals.setMaximumFractionDigits(6);
        this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale.dates());
    }

    /** An amount in a column whose head names the currency. */
    String amount(long minorUnits) {
        return plain.format(decimal(BigInteger.valueOf(minorUnits)));
    }

    /** The same, or nothing. */
    String amount(OptionalLong minorUnits) {
        return minorUnits.isPresent() ? amount(minorUnits.getAsLong()) : "";
    }

    /** An amount that stands alone, with its currency. */
    String money(long minorUnits) {
        return money(BigInteger.valueOf(minorUnits));
    }

    /** The same for a sum. */
    String money(BigInteger minorUnits) {
        // A code or a symbol of letters needs a space before the digits, which the platform's formats leave out.
        return LETTER_BEFORE_DIGIT.matcher(withCurrency.format(decimal(minorUnits))).replaceAll("$1\u00a0");
    }

    /** A quantity or a rate, as exact as it was given. */
    String number(BigDecimal number) {
        return decimals.format(number);
    }

    /** A rate in per cent, or nothing. */
    String percent(Optional<BigDecimal> rate) {
        // A space that does not break, as CLDR writes it in German; English writes none.
        return rate.map(value -> number(value) + percentSign()).orElse("");
    }

    /** A date. */
    String date(LocalDate date) {
        return dates.format(date);
    }

    /** The same, or nothing. */
    String date(Optional<LocalDate> date) {
        return date.map(this::date).orElse("");
    }

    private String percentSign() {
        return dates.getLocale().getLanguage().equals("de") ? "\u00a0%" : "%";
    }

    private BigDecimal decimal(BigInteger minorUnits) {
        return new BigDecimal(minorUnits, digits);
    }
}
