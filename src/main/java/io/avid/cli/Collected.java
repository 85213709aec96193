package io.avid.cli;

import com.google.gson.stream.JsonWriter;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/**
 * What became of a collection.
 *
 * @param process as it was last seen; its end, unless the login may not see processes
 * @param payment the last one that it made
 * @param invoice as it stands after it
 */
record Collected(Process process, Optional<Payment> payment, Invoice invoice) {
    // Stripe's, of a card that its bank does not charge unseen.
    private static final String PROOF_WANTED = "authentication_required";

    /** Whether the money is taken. */
    boolean isPaid() {
        boolean done = !FollowSteps.hasEnded(process) || process.getState() == ProcessState.SUCCEEDED;
        return done && payment.filter(made -> made.getState() == PaymentState.SUCCEEDED).isPresent();
    }

    /** For people: paid, fee, receipt. */
    void print(PrintStream out) {
        var table = new Table().words("").words("");
        payment.ifPresent(made -> PaymentText.rows(table, made));
        String receipt = process.getReferencesMap().getOrDefault("receipt", "");
        if (!receipt.isEmpty()) {
            table.row("receipt", receipt);
        } else if (isPaid() && !process.getMessage().isEmpty()) {
            table.row("receipt", process.getMessage());
        }
        table.row("invoice", invoice.getNumber() + ", " + standing());
        table.print(out);
    }

    private String standing() {
        if (isPaid() && !FollowSteps.hasEnded(process)) {
            return "settled when the payment is posted, in a moment";
        }
        String state = ShowInvoice.state(invoice);
        return invoice.getState() == InvoiceState.ISSUED ? state + ", owed " + ShowInvoice.amount(ShowInvoice.owed(invoice)) : state;
    }

    /** For scripts: the members of an object that is open. */
    void writeTo(JsonWriter json) throws IOException {
        json.name("process").value(process.getName());
        json.name("state").value(process.getState().name());
        json.name("message").value(process.getMessage());
        json.name("paid").value(isPaid());
        json.name("receipt").value(process.getReferencesMap().getOrDefault("receipt", ""));
        if (payment.isPresent()) {
            json.name("payment");
            JsonText.write(json, payment.get());
        }
    }

    /** Says on standard error why it is not paid, and what to do. */
    void sayFailure(PrintStream error) {
        if (isPaid()) {
            return;
        }
        Optional<Payment> failed = payment.filter(made -> made.getState() == PaymentState.FAILED);
        if (failed.filter(Collected::wantsProof).isPresent()) {
            error.println("The card was not charged: " + PaymentText.failure(failed.get()) + " Collect it with the customer there, or send them"
                    + " a page to pay at: ./avid invoice collect " + invoice.getNumber() + " --present, or ./avid invoice link " + invoice.getNumber() + ".");
        } else if (failed.isPresent()) {
            error.println("The card was not charged: " + PaymentText.failure(failed.get()) + " "
                    + (failed.get().getFailure().getRetryable() ? "Collect it again, or by another card" : "Collect it by another card")
                    + ": ./avid invoice collect " + invoice.getNumber() + " --method paymentMethods/… (see ./avid method list --customer "
                    + invoice.getCustomer() + ").");
        } else {
            error.println(FollowSteps.failure("The collection of " + invoice.getNumber(), process));
        }
    }
    private static boolean wantsProof(Payment failed) {
        return failed.getFailure().getCode().equals(PROOF_WANTED) || failed.getFailure().getDeclineCode().equals(PROOF_WANTED);
    }
}
