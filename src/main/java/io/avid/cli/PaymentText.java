package io.avid.cli;

import io.avid.cli.terminal.Table;
import io.avid.payment.v1.CardSummary;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentState;
import java.util.Locale;

/** A payment in words. */
final class PaymentText {
    private PaymentText() {}

    static String state(Payment payment) {
        return payment.getState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code visa 4242}; empty where it is not known. */
    static String card(CardSummary card) {
        return (card.getBrand() + " " + card.getLast4()).strip();
    }

    /** Why it failed, as a sentence. */
    static String failure(Payment payment) {
        var failure = payment.getFailure();
        String message = failure.getMessage().isEmpty() ? failure.getCode() : failure.getMessage();
        return message + (message.endsWith(".") ? "" : ".");
    }

    /** What a person wants to know of it, a row each. */
    static void rows(Table table, Payment payment) {
        String card = card(payment.getCard());
        String by = card.isEmpty() ? "" : " by " + card;
        table.row(payment.getState() == PaymentState.SUCCEEDED ? "paid" : state(payment), ShowInvoice.amount(payment.getAmount()) + by);
        if (payment.hasFailure()) {
            table.row("because", failure(payment));
        }
        if (payment.hasFee()) {
            table.row("fee", ShowInvoice.amount(payment.getFee()));
        }
        if (payment.getRefunded().getMinorUnits() > 0) {
            table.row("given back", ShowInvoice.amount(payment.getRefunded()));
        }
        table.row("payment", payment.getName());
    }
}
