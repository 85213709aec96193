package io.avid.document.domain.letter;

import io.avid.platform.error.Failure;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;

/**
 * Something to be rendered: who says what to whom, in which language.
 *
 * @param issuer the business
 * @param recipient its customer
 * @param locale language and region
 * @param content what it says
 */
public record Letter(Issuer issuer, Recipient recipient, LetterLocale locale, Content content) {
    public Letter {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(locale, "locale");
        Objects.requireNonNull(content, "content");
    }

    /** What a letter says. */
    public sealed interface Content permits Invoice, Receipt, Statement {
        /** Its number; may be empty. */
        String number();

        /** When it was issued; the file's only date. */
        LocalDate issueDate();

        /** Of all its amounts. */
        Currency currency();

        /** Reports all figures and dates that do not agree with each other. */
        void check(Agreement agreement);
    }

    /** Refuses a letter whose figures do not agree; names every field that is wrong. */
    public void check() {
        var agreement = new Agreement(content.currency());
        content.check(agreement);
        if (!agreement.violations().isEmpty()) {
            throw Failure.invalid(agreement.violations());
        }
    }

    /** Never shows what it says. */
    @Override
    public String toString() {
        return "Letter[" + content.getClass().getSimpleName() + ", " + locale.requested().toLanguageTag() + "]";
    }
}
