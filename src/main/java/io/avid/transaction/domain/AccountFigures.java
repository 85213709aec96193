package io.avid.transaction.domain;

/**
 * An account's figures; minor units of its currency.
 *
 * @param balanceMinor     sum of its entries: for a receivable what the customer owes in all
 * @param entries          how many they are
 * @param openMinor        a receivable's open charges, not reduced by unallocated money
 * @param unallocatedMinor a receivable's payments and credits that settle nothing yet; balance = open - unallocated
 */
public record AccountFigures(long balanceMinor, long entries, long openMinor, long unallocatedMinor) {
}
