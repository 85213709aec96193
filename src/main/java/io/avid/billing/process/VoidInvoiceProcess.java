package io.avid.billing.process;

import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Withdraws an invoice and undoes its charge. It is reserved first, so that nobody collects it while
 * it is looked at; what is settled in part is not withdrawn.
 */
public final class VoidInvoiceProcess {
    /** The process's type. */
    public static final String TYPE = "void-invoice";

    private static final String REASON = "reason";

    private VoidInvoiceProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Invoices invoices, Ledger ledger, OrganisationProfiles organisations) {
        return new ProcessDefinition(TYPE, List.of(new ReserveForCollection(invoices), new CheckUnsettled(ledger),
                new ReverseCharge(invoices, ledger, organisations), new Withdraw(invoices)));
    }

    /** Its input. */
    public static Map<String, String> input(String reason) {
        return Map.of(REASON, reason);
    }

    private static Optional<Ledger.Entry> charge(Ledger ledger, StepContext context) {
        String invoice = context.references().get(References.INVOICE);
        return Optional.ofNullable(ledger.find(List.of(invoice)).get(invoice));
    }

    private record CheckUnsettled(Ledger ledger) implements CallStep {
        @Override
        public String name() {
            return "check-unsettled";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Optional<Ledger.Entry> charge = charge(ledger, context).filter(entry -> !entry.reversed());
            long settled = charge.map(entry -> entry.amountMinor() - entry.remainingMinor()).orElse(0L);
            if (settled != 0) {
                String invoice = context.references().get(References.INVOICE);
                throw Failure.of(FailureKind.FAILED_PRECONDITION, "INVOICE_PARTLY_SETTLED", "Of " + invoice + " "
                        + AmountText.of(settled, charge.orElseThrow().currencyCode()) + " are settled. Refund them first.",
                        Map.of("invoice", invoice, "settled_minor", Long.toString(settled)));
            }
            return StepOutcome.done();
        }
    }

    private record ReverseCharge(Invoices invoices, Ledger ledger, OrganisationProfiles organisations) implements CallStep {
        @Override
        public String name() {
            return "reverse-charge";
        }

        @Override
        public boolean isPointOfNoReturn() {
            return true;
        }

        @Override
        public StepOutcome run(StepContext context) {
            Optional<Ledger.Entry> charge = charge(ledger, context);
            if (charge.isEmpty()) {
                // It was issued and never charged.
                return StepOutcome.done();
            }
            if (!charge.get().reversed()) {
                ledger.reverse(charge.get().name(), day(context), context.requestId());
            }
            return StepOutcome.done(Map.of(References.CHARGE, charge.get().name()));
        }

        /** Today; an invoice of a day to come is withdrawn on that. */
        private LocalDate day(StepContext context) {
            ZoneId zone = organisations.of(context.principal().organisation()).zone();
            LocalDate today = LocalDate.ofInstant(context.now(), zone);
            LocalDate issued = invoices.get(context.references().get(References.INVOICE)).issueDate().orElse(today);
            return issued.isAfter(today) ? issued : today;
        }
    }

    private record Withdraw(Invoices invoices) implements CallStep {
        @Override
        public String name() {
            return "withdraw";
        }

        @Override
        public StepOutcome run(StepContext context) {
            invoices.withdraw(context.references().get(References.INVOICE), context.processName(),
                    context.input().get(REASON), context.requestId());
            return StepOutcome.done();
        }
    }
}
