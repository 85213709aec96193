package io.avid.invoice.domain;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an invoice says. It may be changed while it is a draft, and is final once it has its number.
 *
 * @param customer who is billed, by resource name
 * @param currency of all its amounts
 * @param series of its number; empty means {@link #DEFAULT_SERIES}
 * @param issueDate day of issue; absent on a draft means the day on which it is issued
 * @param dueDate when it is to be paid; absent on a draft means the day of issue and the terms
 * @param paymentTermsDays days from issue to due date where no due date is given
 * @param memo a text for the customer
 * @param lines what is billed
 */
public record InvoiceContent(String customer, Currency currency, String series, Optional<LocalDate> issueDate,
        Optional<LocalDate> dueDate, int paymentTermsDays, String memo, List<InvoiceLine> lines) {
    /** The series of an invoice that names none. */
    public static final String DEFAULT_SERIES = "INV";

    public InvoiceContent {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(currency, "currency");
        series = series.isEmpty() ? DEFAULT_SERIES : series;
        Objects.requireNonNull(issueDate, "issueDate");
        Objects.requireNonNull(dueDate, "dueDate");
        Objects.requireNonNull(memo, "memo");
        lines = List.copyOf(lines);
    }

    /** A part of a draft that can be changed by itself; named as in {@code avid.invoice.v1.Invoice}. */
    public enum Part {
        CUSTOMER("customer"),
        CURRENCY_CODE("currency_code"),
        SERIES("series"),
        ISSUE_DATE("issue_date"),
        DUE_DATE("due_date"),
        PAYMENT_TERMS_DAYS("payment_terms_days"),
        MEMO("memo"),
        LINES("lines");

        private final String fieldName;

        Part(String fieldName) {
            this.fieldName = fieldName;
        }

        /** The field that holds it. */
        public String fieldName() {
            return fieldName;
        }

        /** The part that a field holds, if any does. */
        public static Optional<Part> of(String fieldName) {
            for (Part part : values()) {
                if (part.fieldName.equals(fieldName)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /** This content with the given parts of another. */
    public InvoiceContent revised(InvoiceContent given, Collection<Part> parts) {
        return new InvoiceContent(
                parts.contains(Part.CUSTOMER) ? given.customer : customer,
                parts.contains(Part.CURRENCY_CODE) ? given.currency : currency,
                parts.contains(Part.SERIES) ? given.series : series,
                parts.contains(Part.ISSUE_DATE) ? given.issueDate : issueDate,
                parts.contains(Part.DUE_DATE) ? given.dueDate : dueDate,
                parts.contains(Part.PAYMENT_TERMS_DAYS) ? given.paymentTermsDays : paymentTermsDays,
                parts.contains(Part.MEMO) ? given.memo : memo,
                parts.contains(Part.LINES) ? given.lines : lines);
    }

    /** What it comes to; fails as {@link InvoiceAmounts#of} where it comes to nothing that can be billed. */
    public InvoiceAmounts amounts() {
        return InvoiceAmounts.of(lines);
    }

    /** The same with its days settled, as they are once it is issued. */
    InvoiceContent dated(LocalDate issued, LocalDate due) {
        return new InvoiceContent(customer, currency, series, Optional.of(issued), Optional.of(due), paymentTermsDays,
                memo, lines);
    }

    /**
     * The due date, where it is issued on a day.
     *
     * @throws Failure INVALID_ARGUMENT (INVOICE_DATE_INVALID) where the one given is before that day
     */
    LocalDate dueDate(LocalDate issued) {
        LocalDate due = dueDate.orElseGet(() -> issued.plusDays(paymentTermsDays));
        if (due.isBefore(issued)) {
            throw dateInvalid("due_date", due.toString(), "is before the day of issue " + issued);
        }
        return due;
    }

    /**
     * Whether it can stand as a draft.
     *
     * @throws Failure INVALID_ARGUMENT as in {@link #amounts} and where it is due before it is issued
     */
    InvoiceContent checked() {
        amounts();
        issueDate.ifPresent(this::dueDate);
        return this;
    }

    /**
     * A calendar day as it is written, or none.
     *
     * @throws Failure INVALID_ARGUMENT (INVOICE_DATE_INVALID)
     */
    public static Optional<LocalDate> day(String field, String given) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(given));
        } catch (DateTimeException e) {
            throw dateInvalid(field, given, "is no day of the calendar");
        }
    }

    /**
     * A currency of money by its code.
     *
     * @throws Failure INVALID_ARGUMENT (INVOICE_CURRENCY_UNKNOWN)
     */
    public static Currency currency(String code) {
        // A code without minor units is a metal, a fund or a test; nobody pays with it.
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(code) && currency.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElseThrow(() -> Failure.of(FailureKind.INVALID_ARGUMENT, "INVOICE_CURRENCY_UNKNOWN",
                        "ISO 4217 knows no currency " + code + " to pay with; expected a code such as USD, EUR or JPY.",
                        Map.of("given", code)));
    }

    private static Failure dateInvalid(String field, String given, String what) {
        return Failure.of(FailureKind.INVALID_ARGUMENT, "INVOICE_DATE_INVALID", field + " " + given + " " + what
                + ". Give a day as YYYY-MM-DD, the due date not before the day of issue.",
                Map.of("field", field, "given", given));
    }

    /** Hides what it holds: texts may name people. */
    @Override
    public String toString() {
        return "InvoiceContent[hidden]";
    }
}
