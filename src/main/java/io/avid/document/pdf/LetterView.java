package io.avid.document.pdf;

import io.avid.document.domain.letter.Branding;
import io.avid.document.domain.letter.Invoice;
import io.avid.document.domain.letter.Issuer;
import io.avid.document.domain.letter.Letter;
import io.avid.document.domain.letter.PaidBy;
import io.avid.document.domain.letter.Receipt;
import io.avid.document.domain.letter.Recipient;
import io.avid.document.domain.letter.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a template needs to know of a letter: every figure and date written out, every text in the
 * letter's language. What is empty is left out by the template. This class writes what all letters
 * have; the views of the kinds add the rest.
 */
final class LetterView {
    private final Letter letter;
    private final Wording wording;
    private final Figures figures;

    private LetterView(Letter letter) {
        this.letter = letter;
        this.wording = Wording.of(letter.locale());
        this.figures = new Figures(letter.locale(), letter.content().currency());
    }

    /** The view of a letter, still without the fonts that it needs. */
    static Map<String, Object> of(Letter letter) {
        return new LetterView(letter).write();
    }

    /** The name of a letter's template. */
    static String template(Letter letter) {
        return switch (letter.content()) {
            case Invoice invoice -> "invoice";
            case Receipt receipt -> "receipt";
            case Statement statement -> "statement";
        };
    }

    private Map<String, Object> write() {
        var view = new HashMap<String, Object>();
        view.put("w", wording.all());
        view.put("language", letter.locale().textTag());
        view.put("paper", letter.locale().letterPaper() ? "letter" : "A4");
        view.put("fonts", "");
        view.put("currency", letter.content().currency().getCurrencyCode());
        view.put("number", letter.content().number());
        writeIssuer(view, letter.issuer());
        writeRecipient(view, letter.recipient());
        switch (letter.content()) {
            case Invoice invoice -> new InvoiceView(invoice, wording, figures).write(view);
            case Receipt receipt -> new ReceiptView(receipt, wording, figures).write(view);
            case Statement statement -> new StatementView(statement, wording, figures).write(view);
        }
        return view;
    }

    private void writeIssuer(Map<String, Object> view, Issuer issuer) {
        Branding branding = issuer.branding();
        view.put("accent", branding.lineColour());
        view.put("accent_text", branding.textColour());
        view.put("on_accent", branding.colourOnArea());
        view.put("logo", branding.hasLogo()
                ? "data:" + branding.logoType() + ";base64," + Base64.getEncoder().encodeToString(LogoImage.checked(branding.logo()))
                : "");
        view.put("initials", branding.initials(issuer.name()));
        view.put("issuer", issuer.name());
        view.put("issuer_lines", issuer.addressLines());
        view.put("issuer_tax_id", issuer.taxId());
        view.put("issuer_contacts", given(issuer.email(), issuer.phone(), issuer.website()));
        view.put("foot_address", joined(Stream.concat(Stream.of(issuer.name()), issuer.addressLines().stream())));
        view.put("foot_legal", joined(Stream.of(
                issuer.taxId().isEmpty() ? "" : wording.text("tax_id") + " " + issuer.taxId(), issuer.registration())));
        view.put("has_banks", !issuer.bankAccounts().isEmpty());
        view.put("banks", issuer.bankAccounts().stream().map(account -> bank(account, issuer)).toList());
    }

    private Map<String, Object> bank(Issuer.BankAccount account, Issuer issuer) {
        boolean iban = account.accountNumber().replace(" ", "").matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
        boolean bic = account.bankCode().matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?");
        return Map.of(
                "bank", account.bankName(),
                "holder", account.holder().isEmpty() ? issuer.name() : account.holder(),
                "account_label", iban ? "IBAN" : wording.text("account_number"),
                "account", iban ? inFours(account.accountNumber()) : account.accountNumber(),
                "code_label", bic ? "BIC" : wording.text("bank_code"),
                "code", account.bankCode());
    }

    private void writeRecipient(Map<String, Object> view, Recipient recipient) {
        view.put("recipient", recipient.name());
        view.put("recipient_lines", recipient.addressLines());
        view.put("recipient_tax_id", recipient.taxId());
        view.put("customer_number", recipient.customerNumber());
    }

    /** A fact with its name, for the block beside the address; none where it is empty. */
    static void fact(List<Map<String, String>> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(Map.of("name", name, "value", value));
        }
    }

    /** What money was paid with, in words; empty where nothing is known. */
    static String paidBy(Optional<PaidBy> paidBy, Wording wording) {
        return paidBy.map(by -> paidBy(by, wording)).orElse("");
    }

    private static String paidBy(PaidBy by, Wording wording) {
        String method = switch (by.method()) {
            case CARD -> wording.text("method_card");
            case DIRECT_DEBIT -> wording.text("method_direct_debit");
            case BANK_TRANSFER -> wording.text("method_bank_transfer");
            case CASH -> wording.text("method_cash");
            case OTHER, UNKNOWN -> "";
        };
        // A card's brand says that it is a card; a bank's name does not say how it paid.
        String name = by.method() == PaidBy.Method.CARD && !by.brand().isEmpty()
                ? by.brand()
                : given(method, by.brand()).stream().collect(Collectors.joining(", "));
        return by.last4().isEmpty() ? name : wording.text("ending_in", name, by.last4()).strip();
    }

    static List<String> given(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).toList();
    }

    private static String joined(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(" · "));
    }

    private static String inFours(String iban) {
        String compact = iban.replace(" ", "");
        var parts = new ArrayList<String>();
        for (int i = 0; i < compact.length(); i += 4) {
            parts.add(compact.substring(i, Math.min(compact.length(), i + 4)));
        }
        return String.join("\u00a0", parts);
    }
}
