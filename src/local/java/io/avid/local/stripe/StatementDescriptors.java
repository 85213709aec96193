package io.avid.local.stripe;

import java.util.List;

/// What a payer may read on a bank's statement: short, with a letter, without the signs that banks cannot print
/// (docs.stripe.com/get-started/account/statement-descriptors).
final class StatementDescriptors {

    private static final int LONGEST = 22;
    private static final List<String> UNPRINTABLE = List.of("<", ">", "\\", "'", "\"", "*");

    private StatementDescriptors() {
    }

    static void admit(Parameters given) {
        for (String name : List.of("statement_descriptor", "statement_descriptor_suffix")) {
            given.text(name).ifPresent(text -> admit(text, given.full(name)));
        }
    }

    private static void admit(String text, String parameter) {
        if (text.length() > LONGEST) {
            throw StripeError.invalid("The statement descriptor must be at most " + LONGEST + " characters.").parameter(parameter);
        }
        if (UNPRINTABLE.stream().anyMatch(text::contains)) {
            throw StripeError.invalid("The statement descriptor must not contain any of the following characters: " + String.join(", ", UNPRINTABLE) + ".")
                    .parameter(parameter);
        }
        if (text.chars().noneMatch(Character::isLetter)) {
            throw StripeError.invalid("The statement descriptor must contain at least one alphabetic character.").parameter(parameter);
        }
    }
}
