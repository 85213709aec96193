package io.avid.document.domain.letter;

import java.util.List;

/**
 * Whom a letter is for. Texts may be empty.
 *
 * @param name the customer's name
 * @param addressLines the address without the name
 * @param taxId as it is printed
 * @param customerNumber under which the issuer knows the customer
 */
public record Recipient(String name, List<String> addressLines, String taxId, String customerNumber) {
    public Recipient {
        addressLines = List.copyOf(addressLines);
    }

    /** Never shows who it is. */
    @Override
    public String toString() {
        return "Recipient[…]";
    }
}
