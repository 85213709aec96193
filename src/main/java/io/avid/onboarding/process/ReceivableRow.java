package io.avid.onboarding.process;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An invoice as a row of a receivables file states it. A row is known by customer id and invoice number, never by its
 * line.
 *
 * @param customerId the customer's id in the system that the file comes from
 * @param amountMinor more than zero, in minor units of the import's currency
 * @param dueDate the invoice date where the file has none
 * @param settledDate may lie before the invoice's date: paid in advance
 * @param delivery empty where the file does not say
 */
public record ReceivableRow(long line, String customerId, Optional<String> customerName, String invoiceNumber,
        LocalDate invoiceDate, LocalDate dueDate, long amountMinor, Optional<LocalDate> settledDate, boolean disputed,
        Optional<Delivery> delivery, Optional<String> country) implements RowOutcome {
    /** Leaves the customer's name out: what is printed ends up in logs. */
    @Override
    public String toString() {
        return "ReceivableRow[line=" + line + ", customerId=" + customerId + ", invoiceNumber=" + invoiceNumber + "]";
    }
}
