package io.avid.onboarding.process;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One way to write amounts of one currency: with a decimal point or a decimal comma. The other mark, a blank or an
 * apostrophe may group digits by three (or as in India); a currency's code or sign may stand before or behind;
 * parentheses, a minus on either side, or CR make it negative.
 *
 * <p>Nothing is rounded and nothing is floating point: {@code 1.005} in dollars is no amount.
 */
record AmountPattern(char decimalSeparator, Currency currency) {
    /** Ten trillion dollars in cents: what is larger is a slip of the keyboard. */
    static final long LARGEST_AMOUNT_MINOR = 1_000_000_000_000_000L;

    private static final String SPACES = " \u00a0\u202f\u2009";
    private static final Pattern POINT = number('.', ',');
    private static final Pattern COMMA = number(',', '.');
    private static final Pattern SHORTENED = Pattern.compile("^(s?fr|rs|kr)\\.\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARTS = Pattern.compile(
            "(?<before>[^\\d.,()+-]*)(?<sign>[+-]?)\\s*(?<between>[^\\d.,()+-]*)(?<number>[\\d.,'’ \u00a0\u202f\u2009]*\\d[.,]?)"
                    + "(?<signBehind>\\s*[+-]?)(?<behind>[^\\d(,)+-]*)(?<signLast>[+-]?)");

    /** Signs that name a currency; one sign may stand for several. */
    private static final Map<String, Set<String>> SIGNS = Map.ofEntries(
            Map.entry("$", Set.of("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BRL", "CLP", "COP", "ARS")),
            Map.entry("US$", Set.of("USD")),
            Map.entry("C$", Set.of("CAD")),
            Map.entry("A$", Set.of("AUD")),
            Map.entry("€", Set.of("EUR")),
            Map.entry("EURO", Set.of("EUR")),
            Map.entry("£", Set.of("GBP", "EGP", "GIP", "FKP", "SHP")),
            Map.entry("¥", Set.of("JPY", "CNY")),
            Map.entry("円", Set.of("JPY")),
            Map.entry("₹", Set.of("INR")),
            Map.entry("FR", Set.of("CHF")),
            Map.entry("SFR", Set.of("CHF")),
            Map.entry("RS", Set.of("INR", "PKR", "LKR", "MUR", "NPR")),
            Map.entry("KR", Set.of("SEK", "NOK", "DKK", "ISK")),
            Map.entry("KR.", Set.of("DKK", "SEK", "NOK", "ISK")),
            Map.entry("ZŁ", Set.of("PLN")),
            Map.entry("KČ", Set.of("CZK")),
            Map.entry("FT", Set.of("HUF")),
            Map.entry("₩", Set.of("KRW")),
            Map.entry("₪", Set.of("ILS")),
            Map.entry("₺", Set.of("TRY")),
            Map.entry("R$", Set.of("BRL")));

    sealed interface Reading {}

    record Amount(long minor) implements Reading {}

    record TooManyDecimals(int given, int allowed) implements Reading {}

    record OtherCurrency(String given) implements Reading {}

    record TooLarge() implements Reading {}

    record NoAmount() implements Reading {}

    Reading read(String value) {
        Optional<Split> split = split(value);
        if (split.isEmpty()) {
            return new NoAmount();
        }
        Split parts = split.get();
        for (String word : new String[] {parts.before(), parts.behind()}) {
            if (!word.isEmpty() && !isOurs(word)) {
                return new OtherCurrency(word);
            }
        }
        Optional<BigDecimal> number = number(parts.number(), decimalSeparator);
        if (number.isEmpty()) {
            return new NoAmount();
        }
        BigDecimal exact = number.get();
        int allowed = Math.max(0, currency.getDefaultFractionDigits());
        int given = Math.max(0, exact.stripTrailingZeros().scale());
        if (given > allowed) {
            return new TooManyDecimals(given, allowed);
        }
        BigDecimal minor = exact.movePointRight(allowed);
        if (minor.compareTo(BigDecimal.valueOf(LARGEST_AMOUNT_MINOR)) > 0) {
            return new TooLarge();
        }
        long whole = minor.longValueExact();
        return new Amount(parts.negative() ? -whole : whole);
    }

    /** The digits and marks of a value, without signs and currency. */
    record Split(String before, String number, String behind, boolean negative) {}

    static Optional<Split> split(String value) {
        if (value.isEmpty() || value.length() > 60) {
            return Optional.empty();
        }
        String text = value.strip().replace('\u2212', '-').replace('\u2013', '-');
        boolean negative = false;
        if (text.startsWith("(") && text.endsWith(")")) {
            negative = true;
            text = text.substring(1, text.length() - 1).strip();
        }
        if (text.endsWith(".-") || text.endsWith(",-")) {
            // Swiss and Austrian prices: 12.- is twelve and nothing.
            text = text.substring(0, text.length() - 2);
        }
        Matcher parts = PARTS.matcher(SHORTENED.matcher(text).replaceFirst("$1 "));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String minuses = parts.group("sign") + parts.group("signBehind").strip() + parts.group("signLast");
        if (minuses.length() > 1 || !minuses.isEmpty() && negative
                || !parts.group("before").isBlank() && !parts.group("between").isBlank()) {
            return Optional.empty();
        }
        negative |= minuses.equals("-");
        String before = (parts.group("before") + parts.group("between")).strip();
        String behind = parts.group("behind").strip();
        if (behind.equalsIgnoreCase("CR")) {
            negative = !negative;
            behind = "";
        }
        if (behind.equalsIgnoreCase("DR")) {
            behind = "";
        }
        if (!before.isEmpty() && !namesACurrency(before) || !behind.isEmpty() && !namesACurrency(behind)) {
            return Optional.empty();
        }
        return Optional.of(new Split(before, parts.group("number").strip(), behind, negative));
    }

    /** The number in these digits and marks, when they can be one with this decimal separator. */
    static Optional<BigDecimal> number(String digits, char decimalSeparator) {
        Matcher matcher = (decimalSeparator == '.' ? POINT : COMMA).matcher(digits);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= '0' && c <= '9') {
                plain.append(c);
            } else if (c == decimalSeparator) {
                plain.append('.');
            }
        }
        String number = plain.toString();
        return Optional.of(new BigDecimal(number.endsWith(".") ? number.substring(0, number.length() - 1) : number));
    }

    private static Pattern number(char decimal, char grouping) {
        String tail = "(?:\\" + decimal + "\\d*)?";
        String marks = "[" + Pattern.quote(String.valueOf(grouping)) + "'’" + SPACES + "]";
        return Pattern.compile("\\d+" + tail
                + "|[1-9]\\d{0,2}(?:(" + marks + ")\\d{3}(?:\\1\\d{3})*)" + tail
                + "|[1-9]\\d?(?:\\" + grouping + "\\d{2})+\\" + grouping + "\\d{3}" + tail
                + "|\\" + decimal + "\\d+");
    }

    private boolean isOurs(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return upper.equals(currency.getCurrencyCode())
                || SIGNS.getOrDefault(upper, Set.of()).contains(currency.getCurrencyCode());
    }

    private static boolean namesACurrency(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return SIGNS.containsKey(upper) || isCode(upper);
    }

    static boolean isCode(String upper) {
        return CODES.contains(upper);
    }

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());
}
