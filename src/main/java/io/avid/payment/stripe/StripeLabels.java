package io.avid.payment.stripe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata that everything carries which Avid makes at Stripe: whose it is and what it is here.
 * By it an object is found whose id was never learned, and what somebody else made is left alone.
 */
public final class StripeLabels {
    private static final String ORGANISATION = "avid_organisation";
    private static final String CUSTOMER = "avid_customer";
    private static final String PAYMENT = "avid_payment";
    private static final String REFUND = "avid_refund";
    private static final String SETUP = "avid_method_setup";
    private static final String LINK = "avid_payment_link";
    private static final String REFERENCE = "avid_reference";

    private StripeLabels() {}

    static Map<String, String> ofCustomer(String organisation, String customer) {
        return Map.of(ORGANISATION, organisation, CUSTOMER, customer);
    }

    static Map<String, String> ofSetup(String organisation, String setup, String customer) {
        return Map.of(ORGANISATION, organisation, CUSTOMER, customer, SETUP, setup);
    }

    static Map<String, String> ofPayment(String organisation, String payment, String customer, String reference) {
        return with(reference, Map.of(ORGANISATION, organisation, CUSTOMER, customer, PAYMENT, payment));
    }

    static Map<String, String> ofRefund(String organisation, String refund) {
        return Map.of(ORGANISATION, organisation, REFUND, refund);
    }

    static Map<String, String> ofLink(String organisation, String link, String customer, String reference) {
        return with(reference, Map.of(ORGANISATION, organisation, CUSTOMER, customer, LINK, link));
    }

    static Map<String, String> ofLinkPayment(String organisation, String link, String payment, String customer, String reference) {
        return with(reference, Map.of(ORGANISATION, organisation, CUSTOMER, customer, LINK, link, PAYMENT, payment));
    }

    /** Stripe takes no empty value. */
    private static Map<String, String> with(String reference, Map<String, String> labels) {
        var result = new HashMap<>(labels);
        if (!reference.isEmpty()) {
            result.put(REFERENCE, reference);
        }
        return result;
    }

    static boolean isPayment(Map<String, String> labels, String payment) {
        return payment.equals(labels.get(PAYMENT));
    }

    static boolean isSetup(Map<String, String> labels, String setup) {
        return setup.equals(labels.get(SETUP));
    }

    static boolean isLink(Map<String, String> labels, String link) {
        return link.equals(labels.get(LINK));
    }

    /** Whether Avid made the object, for this organisation. */
    public static boolean areOf(Map<String, String> labels, String organisation) {
        return organisation.equals(labels.get(ORGANISATION));
    }

    /** {@code payments/{id}}. */
    public static Optional<String> payment(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(PAYMENT));
    }

    /** {@code refunds/{id}}. */
    public static Optional<String> refund(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(REFUND));
    }

    /** {@code methodSetups/{id}}. */
    public static Optional<String> setup(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(SETUP));
    }

    /** {@code paymentLinks/{id}}. */
    public static Optional<String> link(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(LINK));
    }
}
