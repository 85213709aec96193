package io.avid.local.stripe;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/// What Stripe takes as an amount: whole minor units of a currency that it knows, within its limits.
final class Amounts {

    private static final long MAXIMUM = 99_999_999;
    private static final Set<String> ZERO_DECIMAL = Set.of("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");
    private static final Set<String> THREE_DECIMAL = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    private static final Set<String> SUPPORTED = Set.of(("usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad"
            + " cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs"
            + " khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln"
            + " pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer"
            + " zar zmw").split(" "));

    private Amounts() {
    }

    static String currency(Parameters given, String name) {
        String currency = given.required(name).toLowerCase(Locale.ROOT);
        if (!SUPPORTED.contains(currency)) {
            throw StripeError.invalid("Invalid currency: " + currency + ". Stripe currently supports these currencies: "
                    + String.join(", ", SUPPORTED.stream().sorted().toList())).parameter(given.full(name));
        }
        return currency;
    }

    /// At least what a card charge must be.
    static long chargeable(Parameters given, String name, String currency) {
        long amount = positive(given, name);
        long minimum = minimum(currency);
        if (amount < minimum) {
            throw StripeError.invalid("amount_too_small", "Amount must be at least " + spoken(minimum, currency) + " " + currency, given.full(name));
        }
        if (amount > MAXIMUM) {
            throw StripeError.invalid("amount_too_large", "Amount must be no more than " + spoken(MAXIMUM, currency), given.full(name));
        }
        if (THREE_DECIMAL.contains(currency) && amount % 10 != 0) {
            throw StripeError.invalid("Invalid amount: in " + currency + " the last digit must be 0, and " + amount + " was given.").parameter(given.full(name));
        }
        return amount;
    }

    static long positive(Parameters given, String name) {
        long amount = given.integer(name).orElseThrow(() -> given.missing(name));
        if (amount < 1) {
            throw StripeError.invalid("parameter_invalid_integer", amount < 0 ? "Invalid positive integer" : "This value must be greater than or equal to 1.",
                    given.full(name));
        }
        return amount;
    }

    static int decimals(String currency) {
        return ZERO_DECIMAL.contains(currency) ? 0 : THREE_DECIMAL.contains(currency) ? 3 : 2;
    }

    /// The least that a card can be charged.
    static long minimum(String currency) {
        return switch (currency) {
            case "gbp" -> 30;
            case "jpy" -> 50;
            case "usd", "eur", "aud", "brl", "cad", "chf", "inr", "nzd", "sgd" -> 50;
            case "aed", "pln", "ron" -> 200;
            case "bgn" -> 100;
            case "czk" -> 1500;
            case "dkk" -> 250;
            case "hkd" -> 400;
            case "huf" -> 17500;
            case "mxn" -> 1000;
            case "myr" -> 200;
            case "nok", "sek" -> 300;
            case "thb" -> 1000;
            default -> decimals(currency) == 3 ? 200 : decimals(currency) == 0 ? 1 : 50;
        };
    }

    /// As in Stripe's messages: `$12.34`.
    static String spoken(long amount, String currency) {
        String number = BigDecimal.valueOf(amount, decimals(currency)).toPlainString();
        StringBuilder grouped = new StringBuilder(number);
        int point = number.indexOf('.');
        for (int i = (point < 0 ? number.length() : point) - 3; i > 0; i -= 3) {
            grouped.insert(i, ',');
        }
        return Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getSymbol(Locale.US).replaceAll("^([A-Z]{3})$", "$1 ") + grouped;
    }
}
