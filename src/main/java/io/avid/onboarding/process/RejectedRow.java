package io.avid.onboarding.process;

import java.util.List;

/**
 * A row that cannot be imported as it is. Nothing of it is taken.
 *
 * @param column the column at fault; empty when the row as a whole is
 * @param message for people: what was given, what was expected, what to do
 * @param values the row's values as the file has them, so that it can be written back
 */
public record RejectedRow(long line, String column, Reason reason, String message, List<String> values)
        implements RowOutcome {
    public RejectedRow {
        values = List.copyOf(values);
    }

    /** Why a row is rejected; stable, for programs. */
    public enum Reason {
        /** More or fewer values than the header has columns. */
        UNEVEN_ROW,
        /** A value or the row is longer than any that is meant. */
        TOO_LONG,
        /** A required value is blank. */
        MISSING_VALUE,
        /** A date that the column's format does not read. */
        BAD_DATE,
        /** A date more than a year before the invoice's, or a due date more than ten years behind it. */
        IMPLAUSIBLE_DATE,
        /** No amount, read as the whole column is. */
        BAD_AMOUNT,
        /** More decimals than the currency has; nothing is rounded. */
        TOO_MANY_DECIMALS,
        /** An amount of nothing. */
        ZERO_AMOUNT,
        /** A negative amount is a credit, which this import does not take. */
        CREDIT,
        /** The row is in another currency than the import. */
        OTHER_CURRENCY,
        /** Neither yes nor no. */
        BAD_DISPUTED,
        /** Neither paper nor electronic. */
        BAD_DELIVERY,
        /** A value holds control characters. */
        BAD_TEXT,
        /** An earlier row of this file has the same invoice number and says something else. */
        INVOICE_NUMBER_TAKEN,
        /** Avid has this invoice already, with another amount. */
        AMOUNT_CHANGED,
        /** Avid has this invoice already, with another customer, date, currency or mark. */
        CHANGED,
        /** Avid refused the charge or the payment; the message says why. */
        REFUSED
    }
}
