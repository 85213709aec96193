package io.avid.document.domain.letter;

/**
 * What money was paid with. Texts may be empty.
 *
 * @param method what kind of method
 * @param brand the card's brand or the bank's name
 * @param last4 the last four characters of the card's or account's number
 */
public record PaidBy(Method method, String brand, String last4) {
    /** Kinds of methods. */
    public enum Method {
        UNKNOWN, CARD, DIRECT_DEBIT, BANK_TRANSFER, CASH, OTHER
    }
}
