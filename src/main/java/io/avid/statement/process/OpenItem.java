package io.avid.statement.process;

import java.time.LocalDate;
import java.util.Objects;

/**
 * A charge of which something was owed at the end of a statement's last day; whole minor units.
 *
 * @param number the number on the invoice, or empty
 * @param date of the invoice
 * @param dueDate days late count from here
 * @param amountMinor what was charged
 * @param openMinor what of it was owed
 * @param bucket how late it was, as the ledger names it
 */
public record OpenItem(String number, LocalDate date, LocalDate dueDate, long amountMinor, long openMinor, String bucket) {
    public OpenItem {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(dueDate, "dueDate");
        Objects.requireNonNull(bucket, "bucket");
    }
}
