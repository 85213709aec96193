package io.avid.billing.process;

/** The roles by which a process of billing names what it works on and what it made. */
public final class References {
    public static final String CUSTOMER = "customer";
    public static final String INVOICE = "invoice";
    public static final String CHARGE = "charge";
    public static final String DOCUMENT = "document";
    public static final String PAYMENT = "payment";
    public static final String PAYMENT_LINK = "payment_link";
    public static final String REFUND = "refund";
    public static final String TRANSACTION = "transaction";
    public static final String RECEIPT = "receipt";

    private References() {}
}
