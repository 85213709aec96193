package io.avid.payment.stripe;

import io.avid.payment.domain.Money;
import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Amounts as Stripe counts them, and back. Stripe counts whole minor units of ISO 4217, with
 * exceptions (docs.stripe.com/currencies): ISK and UGX have no minor unit but are given with two
 * zeros; MGA is given in whole units; currencies of three decimals are given with a zero at the end.
 */
final class StripeAmounts {
    private static final Set<String> GIVEN_WITH_TWO_ZEROS = Set.of("ISK", "UGX");
    private static final Set<String> GIVEN_IN_WHOLE_UNITS = Set.of("MGA");
    private static final Set<String> THREE_DECIMALS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
    private static final long HUNDRED = 100;
    private static final long TEN = 10;

    /** Stripe takes eight digits. */
    private static final long LARGEST = 99_999_999;

    private StripeAmounts() {}

    /**
     * As Stripe counts it.
     *
     * @throws Failure AMOUNT_UNFIT_FOR_STRIPE
     */
    static long toStripe(Money money) {
        long minor = money.minor();
        String currency = money.currency();
        if (minor <= 0 || minor > LARGEST) {
            throw unfit(money, "expected 1 to " + LARGEST + " minor units");
        }
        if (GIVEN_WITH_TWO_ZEROS.contains(currency)) {
            return minor * HUNDRED;
        }
        if (GIVEN_IN_WHOLE_UNITS.contains(currency)) {
            if (minor % HUNDRED != 0) {
                throw unfit(money, "Stripe takes whole units of this currency");
            }
            return minor / HUNDRED;
        }
        if (THREE_DECIMALS.contains(currency) && minor % TEN != 0) {
            throw unfit(money, "Stripe takes two decimals of this currency: the last digit must be zero");
        }
        return minor;
    }

    static Money fromStripe(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        if (GIVEN_WITH_TWO_ZEROS.contains(code)) {
            return new Money(amount / HUNDRED, code);
        }
        return new Money(GIVEN_IN_WHOLE_UNITS.contains(code) ? amount * HUNDRED : amount, code);
    }

    static Failure unfit(Money money, String why) {
        return Failure.of(FailureKind.INVALID_ARGUMENT, "AMOUNT_UNFIT_FOR_STRIPE", "Stripe does not take "
                + AmountText.of(money.minor(), money.currency()) + ": " + why + ". Ask for another amount or currency.",
                Map.of("given_minor", Long.toString(money.minor()), "currency", money.currency()));
    }
}
