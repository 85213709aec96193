package io.avid.transaction.domain;

/**
 * One leg of a transaction.
 *
 * @param account     where it counts
 * @param amountMinor whole minor units; positive debits (a customer owes more, cash rises), negative credits; never zero
 * @param currency    ISO 4217, the account's own
 */
public record Entry(AccountId account, long amountMinor, String currency) {

    public Entry {
        if (amountMinor == 0) {
            throw new IllegalArgumentException("An entry of zero on account " + account.value() + " says nothing; leave it out.");
        }
    }
}
