package io.avid.onboarding.process;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Avid can take from a row of a receivables file, by the names that a map uses. */
public enum ReceivableField {
    /** The customer's id in the system that the file comes from. */
    CUSTOMER_ID(true, false),
    CUSTOMER_NAME(false, false),
    INVOICE_NUMBER(true, false),
    INVOICE_DATE(true, true),
    /** Where it is missing the invoice is due on its date. */
    DUE_DATE(false, true),
    /** What the invoice is about in all, taxes included. */
    AMOUNT(true, false),
    /** The day on which the whole amount was paid; blank while it is open. */
    SETTLED_DATE(false, true),
    DISPUTED(false, false),
    /** On paper or electronically. */
    DELIVERY(false, false),
    COUNTRY(false, false),
    /** A row's own currency: a row of another currency than the import's is rejected, never converted. */
    CURRENCY(false, false);

    private final boolean required;
    private final boolean date;

    ReceivableField(boolean required, boolean date) {
        this.required = required;
        this.date = date;
    }

    public boolean isRequired() {
        return required;
    }

    public boolean isDate() {
        return date;
    }

    /** As a map writes it: {@code invoice_number}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReceivableField> byKey(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ReceivableField::key).toList();
    }
}
