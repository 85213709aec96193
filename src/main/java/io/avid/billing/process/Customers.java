package io.avid.billing.process;

/** What billing needs of the module that keeps customers. Failures are {@code io.avid.platform.error.Failure}. */
public interface Customers {
    /** NOT_FOUND where the organisation has no such customer: no number is taken and nothing is charged for nobody. */
    void requireThere(String customer);
}
