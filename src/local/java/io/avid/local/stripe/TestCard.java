package io.avid.local.stripe;

import java.util.List;
import java.util.Optional;

/// Stripe's documented test cards (docs.stripe.com/testing): what each number does, and under which `pm_card_…` and
/// `tok_…` it is known. Any other number with a right check digit behaves as a plain card of its brand.
///
/// @param number as embossed
/// @param names after `pm_card_` and `tok_`
/// @param brand as in `card.brand`
/// @param funding `credit`, `debit` or `prepaid`
/// @param country of issue
/// @param decline why the bank refuses every charge, where it does
/// @param refusesAttachment whether it already refuses to be saved
/// @param authentication when the card holder is asked
/// @param afterwards what follows a successful charge
record TestCard(String number, List<String> names, String brand, String funding, String country, Optional<Decline> decline,
        boolean refusesAttachment, Authentication authentication, Afterwards afterwards) {

    /// When a card holder has to prove who they are.
    enum Authentication {
        /// Never, the card knows no 3D Secure.
        UNSUPPORTED,
        /// Only where the merchant asks for it.
        OPTIONAL,
        /// On-session always, off-session unless it was set up for that.
        UNLESS_SET_UP,
        /// On-session always, off-session never: it counts as set up.
        ALREADY_SET_UP,
        /// Every time, set up or not.
        ALWAYS
    }

    /// What happens to the money later on.
    enum Afterwards {
        NOTHING,
        AVAILABLE_AT_ONCE,
        DISPUTED_AS_FRAUDULENT,
        DISPUTED_AS_NOT_RECEIVED,
        INQUIRED,
        REFUND_SUCCEEDS_LATER,
        REFUND_FAILS_LATER
    }

    /// A bank's refusal.
    ///
    /// @param code of the error
    /// @param declineCode the bank's reason
    /// @param message for the card holder
    record Decline(String code, String declineCode, String message) {

        static Decline of(String declineCode) {
            return new Decline("card_declined", declineCode, switch (declineCode) {
                case "insufficient_funds" -> "Your card has insufficient funds.";
                case "card_velocity_exceeded" -> "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.";
                case "authentication_required" -> "Your card was declined. This transaction requires authentication.";
                default -> "Your card was declined.";
            });
        }

        StripeError refusal() {
            return StripeError.card(code, declineCode, message);
        }
    }

    private static final Decline EXPIRED = new Decline("expired_card", "expired_card", "Your card has expired.");
    private static final Decline WRONG_CVC = new Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.");
    private static final Decline PROCESSING_ERROR = new Decline("processing_error", "processing_error",
            "An error occurred while processing your card. Try again in a little bit.");

    private static final List<TestCard> ALL = List.of(
            good("4242424242424242", "visa", "credit", "visa"),
            good("4000056655665556", "visa", "debit", "visa_debit"),
            good("5555555555554444", "mastercard", "credit", "mastercard"),
            good("2223003122003222", "mastercard", "credit", "mastercard_2series"),
            good("5200828282828210", "mastercard", "debit", "mastercard_debit"),
            good("5105105105105100", "mastercard", "prepaid", "mastercard_prepaid"),
            good("378282246310005", "amex", "credit", "amex"),
            good("371449635398431", "amex", "credit"),
            good("6011111111111117", "discover", "credit", "discover"),
            good("6011000990139424", "discover", "credit"),
            good("3056930009020004", "diners", "credit", "diners"),
            good("36227206271667", "diners", "credit"),
            good("3566002020360505", "jcb", "credit", "jcb"),
            good("6200000000000005", "unionpay", "credit", "unionpay"),
            issuedIn("4000002760000016", "DE", "de"),
            issuedIn("4000002500000003", "FR", "fr"),
            issuedIn("4000008260000000", "GB", "gb"),
            issuedIn("4000001240000000", "CA", "ca"),
            issuedIn("4000003920000003", "JP", "jp"),
            issuedIn("4000007560000009", "CH", "ch"),

            declined("4000000000000002", true, Decline.of("generic_decline"), "visa_chargeDeclined", "chargeDeclined"),
            declined("4000000000009995", true, Decline.of("insufficient_funds"), "visa_chargeDeclinedInsufficientFunds", "chargeDeclinedInsufficientFunds"),
            declined("4000000000009987", true, Decline.of("lost_card"), "visa_chargeDeclinedLostCard", "chargeDeclinedLostCard"),
            declined("4000000000009979", true, Decline.of("stolen_card"), "visa_chargeDeclinedStolenCard", "chargeDeclinedStolenCard"),
            declined("4000000000000069", true, EXPIRED, "chargeDeclinedExpiredCard"),
            declined("4000000000000127", true, WRONG_CVC, "chargeDeclinedIncorrectCvc"),
            declined("4000000000000119", true, PROCESSING_ERROR, "chargeDeclinedProcessingError"),
            declined("4000000000006975", true, Decline.of("card_velocity_exceeded"), "visa_chargeDeclinedVelocityLimitExceeded",
                    "chargeDeclinedVelocityLimitExceeded"),
            declined("4000000000000341", false, Decline.of("generic_decline"), "chargeCustomerFail"),
            declined("4100000000000019", false, Decline.of("fraudulent"), "radarBlock"),

            authenticated("4000002500003155", Authentication.UNLESS_SET_UP, Optional.empty(), "authenticationRequiredOnSetup"),
            authenticated("4000002760003184", Authentication.ALWAYS, Optional.empty(), "authenticationRequired"),
            authenticated("4000003800000446", Authentication.ALREADY_SET_UP, Optional.empty(), "authenticationRequiredSetupForOffSession"),
            authenticated("4000008260003178", Authentication.UNLESS_SET_UP, Optional.of(Decline.of("insufficient_funds")),
                    "authenticationRequiredChargeDeclinedInsufficientFunds"),
            authenticated("4000000000003220", Authentication.UNLESS_SET_UP, Optional.empty(), "threeDSecure2Required"),
            authenticated("4000000000003063", Authentication.UNLESS_SET_UP, Optional.empty(), "threeDSecureRequired"),
            authenticated("4000008400001629", Authentication.UNLESS_SET_UP, Optional.of(Decline.of("generic_decline")),
                    "threeDSecureRequiredChargeDeclined"),
            authenticated("4000000000003055", Authentication.OPTIONAL, Optional.empty(), "threeDSecureOptional"),

            later("4000000000000077", Afterwards.AVAILABLE_AT_ONCE, "bypassPending"),
            later("4000000000000259", Afterwards.DISPUTED_AS_FRAUDULENT, "createDispute"),
            later("4000000000002685", Afterwards.DISPUTED_AS_NOT_RECEIVED, "createDisputeProductNotReceived"),
            later("4000000000001976", Afterwards.INQUIRED, "createDisputeInquiry"),
            later("4000000000007726", Afterwards.REFUND_SUCCEEDS_LATER, "pendingRefund"),
            later("4000000000005126", Afterwards.REFUND_FAILS_LATER, "refundFail"));

    /// All of them, the good ones first.
    static List<TestCard> all() {
        return ALL;
    }

    /// In a few words.
    String behaviour() {
        String holder = switch (authentication) {
            case UNSUPPORTED, OPTIONAL -> "";
            case UNLESS_SET_UP -> "asks its holder unless set up; ";
            case ALREADY_SET_UP -> "asks its holder on-session; ";
            case ALWAYS -> "asks its holder every time; ";
        };
        String bank = decline.map(reason -> (refusesAttachment ? "refuses: " : "can be saved, refuses: ") + reason.declineCode()).orElse("pays");
        return holder + bank + switch (afterwards) {
            case NOTHING -> decline.isPresent() || !holder.isEmpty() ? "" : " (" + brand + " " + funding + ", " + country + ")";
            case AVAILABLE_AT_ONCE -> ", available at once";
            case DISPUTED_AS_FRAUDULENT -> ", then disputed as fraudulent";
            case DISPUTED_AS_NOT_RECEIVED -> ", then disputed as not received";
            case INQUIRED -> ", then inquired about";
            case REFUND_SUCCEEDS_LATER -> ", refunds succeed later";
            case REFUND_FAILS_LATER -> ", refunds fail later";
        };
    }

    /// By the number, or a plain card of the number's brand.
    static TestCard ofNumber(String number) {
        return ALL.stream().filter(card -> card.number.equals(number)).findFirst()
                .orElseGet(() -> new TestCard(number, List.of(), brand(number), "credit", "US", Optional.empty(), false, Authentication.OPTIONAL, Afterwards.NOTHING));
    }

    /// By what stands after `pm_card_` or `tok_`.
    static Optional<TestCard> named(String name) {
        return ALL.stream().filter(card -> card.names.contains(name)).findFirst();
    }

    /// The check digit, after Luhn.
    static boolean isNumber(String number) {
        if (!number.matches("\\d{12,19}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int doubled = 2 * digit;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    String lastFour() {
        return number.substring(number.length() - 4);
    }

    private static String brand(String number) {
        return switch (number.charAt(0)) {
            case '4' -> "visa";
            case '2', '5' -> "mastercard";
            case '3' -> number.startsWith("34") || number.startsWith("37") ? "amex" : number.startsWith("35") ? "jcb" : "diners";
            case '6' -> number.startsWith("62") ? "unionpay" : "discover";
            default -> "unknown";
        };
    }

    private static TestCard good(String number, String brand, String funding, String... names) {
        return new TestCard(number, List.of(names), brand, funding, brand.equals("unionpay") ? "CN" : brand.equals("jcb") ? "JP" : "US", Optional.empty(), false,
                brand.equals("visa") || brand.equals("mastercard") ? Authentication.OPTIONAL : Authentication.UNSUPPORTED, Afterwards.NOTHING);
    }

    private static TestCard issuedIn(String number, String country, String name) {
        return new TestCard(number, List.of(name), "visa", "credit", country, Optional.empty(), false, Authentication.OPTIONAL, Afterwards.NOTHING);
    }

    private static TestCard declined(String number, boolean refusesAttachment, Decline decline, String... names) {
        return new TestCard(number, List.of(names), "visa", "credit", "US", Optional.of(decline), refusesAttachment, Authentication.OPTIONAL, Afterwards.NOTHING);
    }

    private static TestCard authenticated(String number, Authentication authentication, Optional<Decline> decline, String name) {
        return new TestCard(number, List.of(name), "visa", "credit", "US", decline, false, authentication, Afterwards.NOTHING);
    }

    private static TestCard later(String number, Afterwards afterwards, String name) {
        return new TestCard(number, List.of(name), "visa", "credit", "US", Optional.empty(), false, Authentication.OPTIONAL, afterwards);
    }
}
