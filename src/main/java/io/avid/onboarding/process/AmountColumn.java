package io.avid.onboarding.process;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * What a whole column says about its decimal separator. {@code 1,234} alone is one thousand or one and a bit; a value
 * like {@code 97.6} or {@code 1,234.50} elsewhere in the column decides for all. Where nothing decides a person is
 * asked, except in a currency without decimals, where a mark can only group digits.
 */
final class AmountColumn {
    private static final int RIVAL_IS_A_SLIP_BELOW = 50;

    private final Currency currency;
    private long values;
    private long amounts;
    private long onlyPoint;
    private long onlyComma;
    private long bothPointGroups;
    private long bothCommaGroups;
    private long withDecimals;
    private String pointExample = "";
    private String commaExample = "";
    private String bothExample = "";
    private long pointLine;
    private long commaLine;
    private long bothLine;

    AmountColumn(Currency currency) {
        this.currency = currency;
    }

    sealed interface Verdict {}

    record Settled(char decimalSeparator, String why) implements Verdict {}

    record Ambiguous(String message) implements Verdict {}

    void add(String value, long line) {
        values++;
        Optional<AmountPattern.Split> split = AmountPattern.split(value);
        if (split.isEmpty()) {
            return;
        }
        String digits = split.get().number();
        Optional<BigDecimal> point = AmountPattern.number(digits, '.');
        Optional<BigDecimal> comma = AmountPattern.number(digits, ',');
        if (point.isEmpty() && comma.isEmpty()) {
            return;
        }
        amounts++;
        if (point.isPresent() && comma.isEmpty()) {
            if (onlyPoint++ == 0) {
                pointExample = value;
                pointLine = line;
            }
            withDecimals += point.get().scale() > 0 ? 1 : 0;
        } else if (point.isEmpty()) {
            if (onlyComma++ == 0) {
                commaExample = value;
                commaLine = line;
            }
            withDecimals += comma.get().scale() > 0 ? 1 : 0;
        } else if (point.get().compareTo(comma.get()) != 0) {
            if (bothPointGroups + bothCommaGroups == 0) {
                bothExample = value;
                bothLine = line;
            }
            if (point.get().compareTo(comma.get()) > 0) {
                bothCommaGroups++;
            } else {
                bothPointGroups++;
            }
        }
    }

    double fit() {
        return values == 0 ? 0 : (double) amounts / values;
    }

    /** Whether any value has decimals beyond doubt: what tells amounts from counts and numbers. */
    boolean hasDecimals() {
        return withDecimals > 0;
    }

    Verdict verdict() {
        if (onlyPoint > 0 && onlyComma > 0) {
            long fewer = Math.min(onlyPoint, onlyComma);
            long more = Math.max(onlyPoint, onlyComma);
            if (fewer * RIVAL_IS_A_SLIP_BELOW > more) {
                return new Ambiguous("some values can only have a decimal point ('" + pointExample + "' at line " + pointLine
                        + ") and some only a decimal comma ('" + commaExample + "' at line " + commaLine + ")");
            }
        }
        if (onlyPoint > onlyComma) {
            return new Settled('.', "'" + pointExample + "' at line " + pointLine + " has no other reading");
        }
        if (onlyComma > onlyPoint) {
            return new Settled(',', "'" + commaExample + "' at line " + commaLine + " has no other reading");
        }
        if (bothPointGroups + bothCommaGroups == 0) {
            return new Settled('.', "no value has a decimal separator");
        }
        if (currency.getDefaultFractionDigits() <= 0 && (bothPointGroups == 0 || bothCommaGroups == 0)) {
            return new Settled(bothPointGroups == 0 ? '.' : ',', currency.getCurrencyCode()
                    + " has no decimals, so '" + bothExample + "' at line " + bothLine + " is grouped by three");
        }
        return new Ambiguous("'" + bothExample + "' at line " + bothLine + " is "
                + AmountPattern.number(AmountPattern.split(bothExample).orElseThrow().number(), '.').orElseThrow()
                + " with a decimal point or "
                + AmountPattern.number(AmountPattern.split(bothExample).orElseThrow().number(), ',').orElseThrow()
                + " with a decimal comma, and no other value decides");
    }
}
