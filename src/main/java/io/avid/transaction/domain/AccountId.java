package io.avid.transaction.domain;

import io.avid.platform.identifier.DerivedId;

/**
 * An account's id, the part after {@code accounts/} in its resource name; it follows from whose account it is and in which currency.
 *
 * @param value 1 to 64 characters of a-z and 0-9
 */
public record AccountId(String value) {

    private static final String COLLECTION = "accounts/";

    public AccountId {
        Require.id("account", value);
    }

    /** The receivable account of a customer in one currency. */
    public static AccountId receivable(String organisation, String customer, String currency) {
        return new AccountId(DerivedId.of("account", organisation, AccountKind.RECEIVABLE.name(), customer, currency));
    }

    /** An account of the organisation itself in one currency. */
    public static AccountId ofOrganisation(String organisation, AccountKind kind, String currency) {
        if (kind == AccountKind.RECEIVABLE) {
            throw new IllegalArgumentException("A receivable account belongs to a customer; use receivable().");
        }
        return new AccountId(DerivedId.of("account", organisation, kind.name(), "", currency));
    }

    /** Parses {@code accounts/{id}}. */
    public static AccountId parse(String resourceName) {
        return new AccountId(Require.resourceName(COLLECTION, resourceName));
    }

    /** {@code accounts/{id}}. */
    public String resourceName() {
        return COLLECTION + value;
    }
}
