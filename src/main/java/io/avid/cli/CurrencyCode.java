package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import java.util.Currency;

/** A currency as it is typed; what is none is wrong usage, and no question for Avid. */
final class CurrencyCode {
    private CurrencyCode() {}

    /** The code itself, which ISO 4217 knows. */
    static String of(String given) {
        if (Currency.getAvailableCurrencies().stream().noneMatch(currency -> currency.getCurrencyCode().equals(given))) {
            throw new WrongUsage("--currency is '" + given + "', which ISO 4217 does not know; expected three capital letters such as USD or EUR.");
        }
        return given;
    }
}
