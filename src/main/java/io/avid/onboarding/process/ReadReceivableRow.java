package io.avid.onboarding.process;

import io.avid.onboarding.process.RejectedRow.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns a row into an invoice or says why it is none.
 *
 * <p>What is decided here beyond the form of values:
 * <ul>
 *   <li>A blank due date means due on the invoice's date.</li>
 *   <li>A settled or due date before the invoice's is accepted within a year (paid in advance, due in advance);
 *       beyond that, or due more than ten years after, it is taken for a slip of the keyboard.</li>
 *   <li>A negative amount is a credit. A list of receivables does not say which charge a credit is for, so it is not
 *       imported but rejected by name.</li>
 *   <li>An amount with more decimals than its currency has is rejected, never rounded.</li>
 * </ul>
 */
final class ReadReceivableRow {
    static final int LONGEST_CUSTOMER_ID_CHARS = 120;
    static final int LONGEST_INVOICE_NUMBER_CHARS = 100;
    static final int LONGEST_NAME_CHARS = 200;
    static final int LONGEST_COUNTRY_CHARS = 100;
    private static final int MOST_YEARS_DUE = 10;

    private final ReadingPlan plan;
    private final ColumnNames.YesMeans yesMeans;

    ReadReceivableRow(ReadingPlan plan) {
        this.plan = plan;
        this.yesMeans = ColumnNames.yesMeans(plan.column(ReceivableField.DELIVERY));
    }

    RowOutcome read(CsvRow row) {
        try {
            return invoice(row);
        } catch (Rejection rejection) {
            return new RejectedRow(row.line(), rejection.column, rejection.reason, rejection.getMessage(), row.fields());
        }
    }

    /** Ends the reading of one row; carries no stack, since a bad file has many. */
    private static final class Rejection extends Exception {
        private static final long serialVersionUID = 1L;
        private final String column;
        private final Reason reason;

        Rejection(String column, Reason reason, String message) {
            super(message, null, false, false);
            this.column = column;
            this.reason = reason;
        }
    }

    private ReceivableRow invoice(CsvRow row) throws Rejection {
        checkForm(row);
        String customerId = id(row, ReceivableField.CUSTOMER_ID, LONGEST_CUSTOMER_ID_CHARS);
        String invoiceNumber = id(row, ReceivableField.INVOICE_NUMBER, LONGEST_INVOICE_NUMBER_CHARS);
        checkCurrency(row);
        LocalDate invoiceDate = date(row, ReceivableField.INVOICE_DATE).orElseThrow(() -> missing(row,
                ReceivableField.INVOICE_DATE));
        LocalDate dueDate = date(row, ReceivableField.DUE_DATE).orElse(invoiceDate);
        Optional<LocalDate> settledDate = date(row, ReceivableField.SETTLED_DATE);
        checkPlausible(ReceivableField.DUE_DATE, invoiceDate, dueDate);
        if (dueDate.isAfter(invoiceDate.plusYears(MOST_YEARS_DUE))) {
            throw reject(ReceivableField.DUE_DATE, Reason.IMPLAUSIBLE_DATE, "Due on " + dueDate + ", more than "
                    + MOST_YEARS_DUE + " years after the invoice of " + invoiceDate + ": correct the date.");
        }
        if (settledDate.isPresent()) {
            checkPlausible(ReceivableField.SETTLED_DATE, invoiceDate, settledDate.get());
        }
        return new ReceivableRow(row.line(), customerId,
                text(row, ReceivableField.CUSTOMER_NAME, LONGEST_NAME_CHARS), invoiceNumber, invoiceDate, dueDate,
                amountMinor(row), settledDate, disputed(row), delivery(row),
                text(row, ReceivableField.COUNTRY, LONGEST_COUNTRY_CHARS));
    }

    private void checkForm(CsvRow row) throws Rejection {
        int width = plan.header().width();
        List<String> fields = row.fields();
        if (row.cut()) {
            throw new Rejection("", Reason.TOO_LONG, "A value is longer than " + CsvRows.LONGEST_VALUE_CHARS
                    + " characters or the row has more than " + CsvRows.MOST_FIELDS
                    + " values (only the beginning is shown): most often a quotation mark or a line break is missing.");
        }
        if (row.isUneven(width)) {
            boolean swallowed = fields.stream().anyMatch(field -> field.indexOf('\n') >= 0);
            throw new Rejection("", Reason.UNEVEN_ROW, "The row has " + fields.size() + " values, the header " + width
                    + (swallowed ? ": a quotation mark seems to be missing, since a value spans lines."
                            : fields.size() < width && looksLikeATotal(fields) ? ": it looks like a total, which is not imported."
                            : ": a value holds a " + CsvDialect.nameOf(plan.dialect().separator())
                                    + " without quotation marks around it, or the row is cut."));
        }
    }

    private static boolean looksLikeATotal(List<String> fields) {
        String first = fields.isEmpty() ? "" : Words.clean(fields.getFirst()).toLowerCase(Locale.ROOT);
        return first.startsWith("total") || first.startsWith("sum") || first.startsWith("gesamt")
                || first.startsWith("grand total") || first.startsWith("subtotal");
    }

    private String raw(CsvRow row, ReceivableField field) {
        return plan.index(field).map(index -> Words.clean(row.fields().get(index))).orElse("");
    }

    private String id(CsvRow row, ReceivableField field, int longestChars) throws Rejection {
        String value = raw(row, field);
        if (Words.isNothing(value)) {
            throw missing(row, field);
        }
        return bounded(field, value, longestChars);
    }

    private Rejection missing(CsvRow row, ReceivableField field) {
        return reject(field, Reason.MISSING_VALUE, "No " + field.key() + " in the column '" + plan.column(field) + "'"
                + (looksLikeATotal(row.fields()) ? ": the row looks like a total, which is not imported."
                        : ": fill it in."));
    }

    private Optional<String> text(CsvRow row, ReceivableField field, int longestChars) throws Rejection {
        String value = raw(row, field);
        return Words.isNothing(value) ? Optional.empty() : Optional.of(bounded(field, onOneLine(value), longestChars));
    }

    /**
     * A name over several lines, as of an address, is one name. Where it also holds what separates columns, it may be
     * rows that a missing quotation mark has swallowed, and is not taken for a name.
     */
    private String onOneLine(String value) {
        return value.indexOf(plan.dialect().separator()) >= 0 ? value
                : value.lines().map(Words::clean).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }

    private String bounded(ReceivableField field, String value, int longestChars) throws Rejection {
        if (value.length() > longestChars) {
            throw reject(field, Reason.TOO_LONG, "The " + field.key() + " has " + value.length() + " characters; at most "
                    + longestChars + " are taken.");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw reject(field, Reason.BAD_TEXT, "The " + field.key()
                        + " holds a line break or another control character: write it on one line, and see that no quotation"
                        + " mark is missing.");
            }
        }
        return value;
    }

    private Optional<LocalDate> date(CsvRow row, ReceivableField field) throws Rejection {
        String value = raw(row, field);
        if (plan.index(field).isEmpty() || Words.isNothing(value)) {
            return Optional.empty();
        }
        Optional<LocalDate> date = plan.dates().get(field).read(value);
        if (date.isEmpty()) {
            throw reject(field, Reason.BAD_DATE, "'" + value + "' in the column '" + plan.column(field)
                    + "' is no date written as " + plan.dates().get(field).format() + ", as the column is.");
        }
        return date;
    }

    private void checkPlausible(ReceivableField field, LocalDate invoiceDate, LocalDate date) throws Rejection {
        if (date.isBefore(invoiceDate.minusYears(1))) {
            throw reject(field, Reason.IMPLAUSIBLE_DATE, "The " + field.key() + " " + date
                    + " lies more than a year before the invoice's date " + invoiceDate + ": correct whichever is wrong.");
        }
    }

    private void checkCurrency(CsvRow row) throws Rejection {
        String value = raw(row, ReceivableField.CURRENCY);
        String ours = plan.currency().getCurrencyCode();
        if (!value.isEmpty() && !value.equalsIgnoreCase(ours)) {
            throw reject(ReceivableField.CURRENCY, Reason.OTHER_CURRENCY, "The row is in '" + value + "', the import in "
                    + ours + ": import these rows by themselves with that currency.");
        }
    }

    private long amountMinor(CsvRow row) throws Rejection {
        String value = raw(row, ReceivableField.AMOUNT);
        if (Words.isNothing(value)) {
            throw missing(row, ReceivableField.AMOUNT);
        }
        String column = plan.column(ReceivableField.AMOUNT);
        return switch (plan.amounts().read(value)) {
            case AmountPattern.Amount(long minor) when minor > 0 -> minor;
            case AmountPattern.Amount(long minor) when minor == 0 -> throw reject(ReceivableField.AMOUNT,
                    Reason.ZERO_AMOUNT, "'" + value + "' in the column '" + column + "' is an invoice of nothing.");
            case AmountPattern.Amount ignored -> throw reject(ReceivableField.AMOUNT, Reason.CREDIT, "'" + value
                    + "' in the column '" + column + "' is negative, a credit: credits are not imported from a list of "
                    + "receivables, because it does not say which invoice they are for.");
            case AmountPattern.TooManyDecimals(int given, int allowed) -> throw reject(ReceivableField.AMOUNT,
                    Reason.TOO_MANY_DECIMALS, "'" + value + "' in the column '" + column + "' has " + given + " decimals; "
                            + plan.currency().getCurrencyCode() + " has " + allowed + ", and amounts are not rounded.");
            case AmountPattern.OtherCurrency(String other) -> throw reject(ReceivableField.AMOUNT, Reason.OTHER_CURRENCY,
                    "'" + value + "' in the column '" + column + "' is in '" + other + "', the import in "
                            + plan.currency().getCurrencyCode() + ": import these rows by themselves with that currency.");
            case AmountPattern.TooLarge() -> throw reject(ReceivableField.AMOUNT, Reason.BAD_AMOUNT, "'" + value
                    + "' in the column '" + column + "' is larger than any amount that is taken (10^15 minor units).");
            case AmountPattern.NoAmount() -> throw reject(ReceivableField.AMOUNT, Reason.BAD_AMOUNT, "'" + value
                    + "' in the column '" + column + "' is no amount with '" + plan.amounts().decimalSeparator()
                    + "' before the decimals, as the column is.");
        };
    }

    private boolean disputed(CsvRow row) throws Rejection {
        String value = raw(row, ReceivableField.DISPUTED);
        return Words.yesOrNo(value).or(() -> Words.isNothing(value) ? Optional.of(false) : Optional.empty())
                .orElseThrow(() -> reject(ReceivableField.DISPUTED, Reason.BAD_DISPUTED, "'" + value + "' in the column '"
                        + plan.column(ReceivableField.DISPUTED) + "' is neither yes nor no."));
    }

    private Optional<Delivery> delivery(CsvRow row) throws Rejection {
        String value = raw(row, ReceivableField.DELIVERY);
        Optional<Delivery> said = Words.delivery(value);
        if (said.isPresent() || value.isEmpty()) {
            return said;
        }
        Optional<Boolean> yes = Words.yesOrNo(value);
        if (yes.isPresent() && yesMeans != ColumnNames.YesMeans.UNKNOWN) {
            return Optional.of((yesMeans == ColumnNames.YesMeans.ELECTRONIC) == yes.get()
                    ? Delivery.ELECTRONIC : Delivery.PAPER);
        }
        if (Words.isNothing(value)) {
            return Optional.empty();
        }
        throw reject(ReceivableField.DELIVERY, Reason.BAD_DELIVERY, "'" + value + "' in the column '"
                + plan.column(ReceivableField.DELIVERY) + "' says neither paper nor electronic.");
    }

    private Rejection reject(ReceivableField field, Reason reason, String message) {
        return new Rejection(plan.column(field), reason, message);
    }
}
