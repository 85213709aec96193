package io.avid.onboarding.process;

/** How an invoice reached its customer. */
public enum Delivery {
    PAPER,
    ELECTRONIC
}
