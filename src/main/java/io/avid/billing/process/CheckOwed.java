package io.avid.billing.process;

import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settles how much is collected: what the ledger says is owed, or the part of it that was asked for.
 * The invoice is reserved, so nobody else collects it meanwhile.
 */
record CheckOwed(Invoices invoices, Ledger ledger) implements CallStep {
    /** Input: how much, whole minor units; 0 means all that is owed. */
    static final String WANTED_MINOR = "amount_minor";

    /** Data: how much is collected. */
    static final String AMOUNT_MINOR = "amount_minor";

    /** Data: of which currency. */
    static final String CURRENCY = "currency";

    /** Data: the invoice's number, for people. */
    static final String NUMBER = "number";

    @Override
    public String name() {
        return "check-owed";
    }

    @Override
    public StepOutcome run(StepContext context) {
        Invoices.Billed invoice = invoices.get(context.references().get(References.INVOICE));
        Optional<Ledger.Entry> charge = Optional.ofNullable(ledger.find(List.of(invoice.name())).get(invoice.name()))
                .filter(found -> !found.reversed());
        long remaining = charge.map(Ledger.Entry::remainingMinor).orElse(0L);
        if (invoice.state() != Invoices.State.ISSUED || remaining <= 0) {
            throw nothingOwed(invoice, charge.isPresent(), remaining);
        }
        long wanted = Long.parseLong(context.input().getOrDefault(WANTED_MINOR, "0"));
        if (wanted > remaining) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "AMOUNT_EXCEEDS_OWED", "On " + invoice.name() + " "
                    + AmountText.of(remaining, invoice.currencyCode()) + " are owed; given "
                    + AmountText.of(wanted, invoice.currencyCode()) + ". Collect that or less.",
                    Map.of("invoice", invoice.name(), "remaining_minor", Long.toString(remaining),
                            "given_minor", Long.toString(wanted)));
        }
        return new StepOutcome.Done(Map.of(References.CHARGE, charge.orElseThrow().name()),
                Map.of(AMOUNT_MINOR, Long.toString(wanted == 0 ? remaining : wanted),
                        CURRENCY, invoice.currencyCode(), NUMBER, invoice.number()));
    }

    private static Failure nothingOwed(Invoices.Billed invoice, boolean charged, long remaining) {
        String why = invoice.state() != Invoices.State.ISSUED
                ? "is " + invoice.state()
                : charged ? "is settled" : "has no charge in the ledger; raise it first";
        return Failure.of(FailureKind.FAILED_PRECONDITION, "NOTHING_OWED", "Nothing is owed on " + invoice.name() + ": it "
                + why + ".", Map.of("invoice", invoice.name(), "state", invoice.state().name(),
                        "remaining_minor", Long.toString(remaining)));
    }

    /** How much is collected. */
    static Payments.Amount amount(StepContext context) {
        return new Payments.Amount(context.data().get(CURRENCY), Long.parseLong(context.data().get(AMOUNT_MINOR)));
    }
}
