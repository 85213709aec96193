package io.avid.transaction.domain;

import io.avid.platform.identifier.DerivedId;

/**
 * An allocation's id; derived from the call that made it, as a transaction's is.
 *
 * @param value 1 to 64 characters of a-z and 0-9
 */
public record AllocationId(String value) {

    public AllocationId {
        Require.id("allocation", value);
    }

    /** The id of the {@code ordinal}-th allocation made by item {@code item} of a call. */
    public static AllocationId derive(String organisation, String method, String requestId, int item, int ordinal) {
        return new AllocationId(DerivedId.of("allocation", organisation, method, requestId, Integer.toString(item), Integer.toString(ordinal)));
    }
}
