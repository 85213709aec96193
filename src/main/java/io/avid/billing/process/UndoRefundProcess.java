package io.avid.billing.process;

import io.avid.platform.error.AmountText;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a refund out of the ledger that the customer's bank sent back: Stripe had given the money, and has it again. The
 * payment settles again what it settled before, as far as that is still owed; the rest is the customer's, and settles
 * nothing. A credit that was given with the refund stays: what the customer need not pay was decided by a person.
 */
public final class UndoRefundProcess {
    /** The process's type. */
    public static final String TYPE = "undo-refund";

    private UndoRefundProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Payments payments, Ledger ledger, ApplyMoney applyMoney, OrganisationProfiles organisations) {
        return new ProcessDefinition(TYPE, List.of(new AwaitRefundDecided(applyMoney), new Reverse(payments, ledger, organisations)))
                .notCancellable();
    }

    /** The refund may be about to be posted; that process also ends where it finds that there is nothing to post. */
    private record AwaitRefundDecided(ApplyMoney applyMoney) implements CallStep {
        private static final Duration POLL = Duration.ofSeconds(2);

        @Override
        public String name() {
            return "await-refund-applied";
        }

        @Override
        public StepOutcome run(StepContext context) {
            var applying = applyMoney.awaitedRefund(context, context.references().get(References.REFUND));
            return ApplyMoney.posted(applying).isPresent() || applying.state().isEnd() ? StepOutcome.done()
                    : new StepOutcome.Later(context.now().plus(POLL), applying.name() + ", which posts the refund, is " + applying.state() + ".");
        }
    }

    private record Reverse(Payments payments, Ledger ledger, OrganisationProfiles organisations) implements CallStep {
        @Override
        public String name() {
            return "reverse";
        }

        @Override
        public StepOutcome run(StepContext context) {
            Payments.Refund refund = payments.getRefund(context.references().get(References.REFUND));
            Optional<Ledger.Entry> posted = Optional.ofNullable(ledger.find(List.of(refund.name())).get(refund.name()));
            if (posted.isEmpty()) {
                return StepOutcome.done();
            }
            if (!posted.get().reversed()) {
                ledger.reverse(posted.get().name(), day(context, refund), context.requestId());
            }
            String amount = AmountText.of(refund.amount().minor(), refund.amount().currencyCode());
            return new StepOutcome.Done(Map.of(References.TRANSACTION, posted.get().name()), Map.of(), amount
                    + " could not be given back after all" + (refund.failure().isEmpty() ? "" : " (" + refund.failure() + ")")
                    + " and are in the books again. The customer has a receipt that says otherwise: tell them, and pay in another way.");
        }

        /** Today, and not before it was given back. */
        private LocalDate day(StepContext context, Payments.Refund refund) {
            LocalDate today = LocalDate.ofInstant(context.now(), organisations.of(context.principal().organisation()).zone());
            return refund.date().filter(today::isBefore).orElse(today);
        }
    }
}
