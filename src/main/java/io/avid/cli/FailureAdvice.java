package io.avid.cli;

import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;

/**
 * What to do about a process that did not succeed. Taking it up again asks for the same again, so it is
 * advised only where the same can succeed later; what never will is asked for otherwise.
 */
final class FailureAdvice {
    private FailureAdvice() {}

    /** A sentence or two; by the reason for which it failed. */
    static String of(Process ended) {
        String show = "See ./avid process show " + ended.getName();
        if (ended.getState() != ProcessState.FAILED) {
            return show + ".";
        }
        return switch (ended.getReason()) {
            case "PAYMENT_DECLINED" -> "Use another card (--method paymentMethods/…; ./avid method list --customer NAME shows them, ./avid"
                    + " method add saves one), or ./avid invoice link.";
            case "METHOD_MISSING" -> "Save a card by ./avid method add, or send a page to pay at by ./avid invoice link.";
            case "PAYMENT_ABANDONED" -> "Give the command again when the customer is there.";
            case "INVOICE_RESERVED" -> "Give the command again when that has ended.";
            case "REFUND_EXCEEDS_PAYMENT", "AMOUNT_EXCEEDS_OWED" -> "Give a smaller --amount, or none for all that is left.";
            case "AMOUNT_UNFIT_FOR_STRIPE" -> "Give another --amount.";
            case "REFUND_REFUSED" -> "Give it back by a new ./avid payment refund, or another way than by the card.";
            case "INVOICE_PARTLY_SETTLED" -> "Give the money back by ./avid payment refund, then give the command again.";
            case "STATEMENT_TOO_LONG" -> "Give a shorter period by --from and --to.";
            case "NOTHING_OWED", "INVOICE_STATE_UNFIT", "PAYMENT_STATE_UNFIT", "LINK_STATE_UNFIT" ->
                    show + "; there is nothing to take up.";
            case "INVOICE_DATE_INVALID", "INVOICE_TOTAL_INVALID", "INVOICE_LINE_INVALID", "INVOICE_CURRENCY_UNKNOWN",
                    "ISSUE_DATE_BEFORE_LAST", "STRIPE_REFUSED", "RESOURCE_NOT_FOUND", "FIELDS_INVALID" ->
                    show + "; correct what it says and give the command anew.";
            default -> show + "; ./avid process retry takes it up where it stopped.";
        };
    }
}
