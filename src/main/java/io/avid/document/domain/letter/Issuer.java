package io.avid.document.domain.letter;

import java.util.List;

/**
 * The business that issues a letter. Texts may be empty.
 *
 * @param name legal name
 * @param addressLines the address without the name
 * @param taxId as it is printed
 * @param registration where it is registered and as what
 * @param email where questions go
 * @param phone where questions go
 * @param website for people
 * @param bankAccounts where it wants to be paid
 * @param branding how its letters look
 */
public record Issuer(String name, List<String> addressLines, String taxId, String registration, String email, String phone,
        String website, List<BankAccount> bankAccounts, Branding branding) {
    public Issuer {
        addressLines = List.copyOf(addressLines);
        bankAccounts = List.copyOf(bankAccounts);
    }

    /** Never shows how to reach anybody. */
    @Override
    public String toString() {
        return "Issuer[" + name + "]";
    }

    /**
     * An account at a bank.
     *
     * @param bankName the bank
     * @param holder whose it is, where that is not the issuer
     * @param accountNumber IBAN, or as the country writes it
     * @param bankCode BIC, routing number or sort code
     */
    public record BankAccount(String bankName, String holder, String accountNumber, String bankCode) {}
}
