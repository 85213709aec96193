package io.avid.payment.domain;

import java.util.Map;
import java.util.Set;

/**
 * What a bank's decline means for who pays: in words, and whether the same card may be tried again.
 *
 * <p>Codes are Stripe's (docs.stripe.com/declines/codes). What a bank asks not to be told, as a card
 * reported stolen, is said as a plain refusal.
 */
public final class DeclineCodePolicy {
    private static final String AUTHENTICATION = "authentication_required";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("insufficient_funds", "The card has not enough money. Try it again later, or take another card."),
            Map.entry("expired_card", "The card has expired. Take another card."),
            Map.entry("incorrect_cvc", "The security code is wrong. Save the card again with the right one."),
            Map.entry("incorrect_number", "The card's number is wrong. Save the card again."),
            Map.entry("card_velocity_exceeded", "The card has reached a limit of its bank. Try it again later, or take another card."),
            Map.entry("currency_not_supported", "The card does not take this currency. Take another card."),
            Map.entry("processing_error", "The bank could not process the card just now. Try it again."),
            Map.entry("try_again_later", "The bank could not decide just now. Try it again later."),
            Map.entry("issuer_not_available", "The bank could not be reached. Try it again later."),
            Map.entry("reenter_transaction", "The bank could not process the card just now. Try it again."),
            Map.entry(AUTHENTICATION, "The bank wants the customer to prove that it is them. Try it again when they are there."),
            Map.entry("payment_intent_authentication_failure", "The customer did not prove that it is them. Try it again, or take another card."),
            Map.entry("setup_intent_authentication_failure", "The customer did not prove that it is them. Try it again, or take another card."),
            Map.entry("approve_with_id", "The bank wants to be asked again. Try it again."));

    private static final Set<String> RETRYABLE = Set.of("insufficient_funds", "card_velocity_exceeded", "processing_error",
            "try_again_later", "issuer_not_available", "reenter_transaction", "approve_with_id", AUTHENTICATION,
            "payment_intent_authentication_failure", "setup_intent_authentication_failure");

    private DeclineCodePolicy() {}

    /** What a bank's decline means; {@code declineCode} is empty where the bank did not say why. */
    public static Decline decline(String code, String declineCode) {
        String why = WORDS.containsKey(declineCode) ? declineCode : code;
        return new Decline(code, declineCode,
                WORDS.getOrDefault(why, "The bank declined the card. Take another card, or ask the bank."),
                RETRYABLE.contains(why), false);
    }

    /** What it means that Stripe itself refuses a request; {@code said} is Stripe's sentence. */
    public static Decline refusal(String code, String said) {
        return new Decline(code, "", said, false, true);
    }
}
