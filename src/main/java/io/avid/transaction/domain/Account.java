package io.avid.transaction.domain;

/**
 * A place where money is counted, in one currency.
 *
 * @param id       follows from the other fields and the organisation
 * @param kind     what it is for
 * @param customer the customer's resource name; empty for an account of the organisation
 * @param currency ISO 4217
 */
public record Account(AccountId id, AccountKind kind, String customer, String currency) {

    public Account {
        if ((kind == AccountKind.RECEIVABLE) == customer.isEmpty()) {
            throw new IllegalArgumentException("A receivable account has a customer and no other account has one; given " + kind + " and '" + customer + "'.");
        }
    }

    static Account receivable(String organisation, String customer, String currency) {
        return new Account(AccountId.receivable(organisation, customer, currency), AccountKind.RECEIVABLE, customer, currency);
    }

    static Account ofOrganisation(String organisation, AccountKind kind, String currency) {
        return new Account(AccountId.ofOrganisation(organisation, kind, currency), kind, "", currency);
    }
}
