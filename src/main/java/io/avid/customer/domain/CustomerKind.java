package io.avid.customer.domain;

/** What a customer is. */
public enum CustomerKind {
    ORGANISATION,
    PERSON
}
