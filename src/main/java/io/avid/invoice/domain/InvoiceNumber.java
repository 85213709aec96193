package io.avid.invoice.domain;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;

/**
 * A number of a series.
 *
 * @param series for example {@code INV}
 * @param n from 1, without gap
 * @param issueDate of the invoice that has it; days of a series never go backwards
 */
public record InvoiceNumber(String series, long n, LocalDate issueDate) {
    public InvoiceNumber {
        Objects.requireNonNull(series, "series");
        Objects.requireNonNull(issueDate, "issueDate");
        if (n < 1) {
            throw new IllegalArgumentException("numbers of a series begin at 1, given " + n);
        }
    }

    /** As it is printed: {@code INV-000042}; more than six digits where it takes them. */
    public String printed() {
        return String.format(Locale.ROOT, "%s-%06d", series, n);
    }
}
