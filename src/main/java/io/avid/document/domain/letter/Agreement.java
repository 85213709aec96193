package io.avid.document.domain.letter;

import io.avid.platform.error.Failure.FieldViolation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds out whether a letter's figures agree, and says of each that does not what was given and what
 * the others make. Sums are exact, however large: {@code long} could overflow where figures are wrong.
 */
public final class Agreement {
    /** More would hide the first one, and a header has a limit. */
    private static final int VIOLATIONS_MAX = 20;

    private final Currency currency;
    private final List<FieldViolation> violations = new ArrayList<>();

    /** Of one letter, whose amounts are in that currency. */
    public Agreement(Currency currency) {
        this.currency = currency;
    }

    /** The first fields that are wrong, in the letter's order. */
    public List<FieldViolation> violations() {
        return List.copyOf(violations);
    }

    /** Reports a field. */
    void violated(String field, String description) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new FieldViolation(field, description));
        }
    }

    /** Demands that an amount is what others make; {@code others} says which, as in "the lines". */
    void equal(String field, long given, BigInteger made, String others) {
        if (!BigInteger.valueOf(given).equals(made)) {
            violated(field, "is " + said(BigInteger.valueOf(given)) + "; " + others + " make " + said(made));
        }
    }

    /** Demands that an amount is less than a tolerance away from what others make. */
    void near(String field, long given, BigDecimal made, BigDecimal tolerance, String others) {
        if (made.subtract(BigDecimal.valueOf(given)).abs().compareTo(tolerance) >= 0) {
            BigDecimal units = made.movePointLeft(digits()).stripTrailingZeros();
            violated(field, "is " + said(BigInteger.valueOf(given)) + "; " + others + " make "
                    + units.setScale(Math.max(units.scale(), digits())).toPlainString() + " " + currency.getCurrencyCode());
        }
    }

    /** Demands that an amount is not below zero. */
    void notNegative(String field, long given) {
        if (given < 0) {
            violated(field, "is " + said(BigInteger.valueOf(given)) + "; it must not be negative");
        }
    }

    /** The same where it is given. */
    void notNegative(String field, OptionalLong given) {
        given.ifPresent(amount -> notNegative(field, amount));
    }

    /** Demands that a date is not before another. */
    void notBefore(String field, LocalDate given, LocalDate earlier, String what) {
        if (given.isBefore(earlier)) {
            violated(field, "is " + given + ", before " + what + " (" + earlier + ")");
        }
    }

    /** Demands that a date is not after another. */
    void notAfter(String field, LocalDate given, LocalDate later, String what) {
        if (given.isAfter(later)) {
            violated(field, "is " + given + ", after " + what + " (" + later + ")");
        }
    }

    /** How an amount is said in an error: 1234.50 EUR. */
    String said(BigInteger minorUnits) {
        return new BigDecimal(minorUnits, digits()).toPlainString() + " " + currency.getCurrencyCode();
    }

    private int digits() {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
