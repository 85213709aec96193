package io.avid.payment.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * What was asked for, kept from the first moment, so that asking Stripe again asks the same.
 *
 * @param customer {@code customers/{id}}
 * @param amount how much
 * @param method {@code paymentMethods/{id}}; empty for one that is not saved
 * @param stripeCustomer Stripe's id of the customer
 * @param stripeMethod Stripe's id of the saved card; empty for one that is not saved
 * @param reference what it is for, in the caller's words
 * @param statementText for the bank statement; may be empty
 * @param customerPresent whether the customer can prove that it is them
 * @param returnUrl where the bank sends the customer back to
 * @param link {@code paymentLinks/{id}} where it was paid by a link
 */
public record PaymentOrder(String customer, Money amount, Optional<String> method, String stripeCustomer,
        Optional<String> stripeMethod, String reference, String statementText, boolean customerPresent, String returnUrl,
        Optional<String> link) {
    public PaymentOrder {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(stripeCustomer, "stripeCustomer");
        Objects.requireNonNull(stripeMethod, "stripeMethod");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(statementText, "statementText");
        Objects.requireNonNull(returnUrl, "returnUrl");
        Objects.requireNonNull(link, "link");
    }
}
