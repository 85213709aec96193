package io.avid.transaction.domain;

import io.avid.platform.identifier.DerivedId;

/**
 * A transaction's id, the part after {@code transactions/} in its resource name.
 *
 * @param value 1 to 64 characters of a-z and 0-9
 */
public record TransactionId(String value) {

    private static final String COLLECTION = "transactions/";

    public TransactionId {
        Require.id("transaction", value);
    }

    /** The id that item {@code item} of the call {@code (organisation, method, requestId)} gives to what it posts. */
    public static TransactionId derive(String organisation, String method, String requestId, int item) {
        return new TransactionId(DerivedId.of("transaction", organisation, method, requestId, Integer.toString(item)));
    }

    /** Parses {@code transactions/{id}}. */
    public static TransactionId parse(String resourceName) {
        return new TransactionId(Require.resourceName(COLLECTION, resourceName));
    }

    /** {@code transactions/{id}}. */
    public String resourceName() {
        return COLLECTION + value;
    }
}
