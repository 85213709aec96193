package io.avid.transaction.domain;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** The shape of the values that the journal keeps: what is refused here never reaches a block. */
final class Require {

    private static final int MAX_ID_LENGTH = 64;
    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());

    private Require() {
    }

    static void id(String what, String value) {
        boolean wellFormed = !value.isEmpty() && value.length() <= MAX_ID_LENGTH
                && value.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
        if (!wellFormed) {
            throw new IllegalArgumentException("'" + value + "' is no " + what + " id; expected 1 to " + MAX_ID_LENGTH + " characters of a-z and 0-9.");
        }
    }

    static String resourceName(String collection, String name) {
        if (!name.startsWith(collection)) {
            throw new IllegalArgumentException("'" + name + "' is not of the form " + collection + "{id}.");
        }
        return name.substring(collection.length());
    }

    static void text(String what, String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength) {
            throw new IllegalArgumentException("The " + what + " has " + value.length() + " characters; expected 1 to " + maxLength + ".");
        }
    }

    static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }
}
