package io.avid.invoice.application;

import io.avid.platform.store.Fact;

/** What this module publishes of invoices. */
public interface InvoiceFacts {
    /** A draft was made. */
    Fact created(String invoice, String customer);

    /** A draft's content, or an issued invoice's links, settlement or reservation, changed. */
    Fact updated(String invoice, String customer);

    /** A draft got its number. */
    Fact issued(String invoice, String customer, String number);

    /** An issued invoice was withdrawn. */
    Fact voided(String invoice, String customer);

    /** A draft was deleted. */
    Fact deleted(String invoice, String customer);
}
