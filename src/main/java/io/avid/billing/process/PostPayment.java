package io.avid.billing.process;

import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.Set;

/**
 * Posts a payment and its fee in one commit. The payment settles its invoice's charge as far as
 * something is owed on it; what is left settles nothing, and is the customer's.
 *
 * <p>Both are known by external id, so that they are posted once whatever is repeated. How much the
 * payment settles is decided on what the ledger says just before; where that changed meanwhile, the
 * ledger refuses and it is decided again.
 */
record PostPayment(Payments payments, Ledger ledger, TellSettlement tellSettlement) implements CallStep {
    /** Data: how much of it settles the invoice. */
    static final String SETTLES_MINOR = "settles_minor";

    private static final Duration STRIPE_POLL = Duration.ofSeconds(2);

    /** Refusals after which another look may decide otherwise. */
    private static final Set<String> LOOK_AGAIN = Set.of("ALLOCATION_EXCEEDS_REMAINING", "ALREADY_REVERSED",
            "EXTERNAL_ID_CONFLICT");

    /** Looks within one attempt; the next attempt comes after a pause. */
    private static final int LOOKS = 5;

    @Override
    public String name() {
        return "post";
    }

    @Override
    public StepOutcome run(StepContext context) {
        Payments.Payment payment = payments.get(context.references().get(References.PAYMENT));
        if (payment.state() != Payments.State.SUCCEEDED || payment.paidDate().isEmpty()) {
            return new StepOutcome.Later(context.now().plus(STRIPE_POLL), payment.name() + " is " + payment.state()
                    + "; it is posted when the money is taken.");
        }
        for (int look = 0; look < LOOKS; look++) {
            Found found = look(payment);
            List<Ledger.Posting> missing = missing(payment, found);
            if (missing.isEmpty()) {
                return posted(context, payment, found);
            }
            requireLookAgain(ledger.post(missing, context.requestId(contentOf(missing))));
        }
        throw Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN", "What is owed on " + payment.reference()
                + " changed again and again while " + payment.name() + " was posted. It is tried again.",
                Map.of("resource", payment.reference()));
    }

    /** What the ledger has of it; the charge only where the payment could settle it. */
    private record Found(Optional<Ledger.Entry> payment, Optional<Ledger.Entry> fee, Optional<Ledger.Entry> charge) {}

    private Found look(Payments.Payment payment) {
        var wanted = new ArrayList<>(List.of(payment.name(), feeId(payment)));
        if (!payment.reference().isEmpty()) {
            wanted.add(payment.reference());
        }
        Map<String, Ledger.Entry> found = ledger.find(wanted);
        return new Found(Optional.ofNullable(found.get(payment.name())), Optional.ofNullable(found.get(feeId(payment))),
                Optional.ofNullable(found.get(payment.reference())).filter(charge -> !charge.reversed()
                        && charge.customer().equals(payment.customer())
                        && charge.currencyCode().equals(payment.amount().currencyCode())));
    }

    private static List<Ledger.Posting> missing(Payments.Payment payment, Found found) {
        LocalDate day = payment.paidDate().orElseThrow();
        var missing = new ArrayList<Ledger.Posting>();
        if (found.payment().isEmpty()) {
            long settles = Math.min(found.charge().map(Ledger.Entry::remainingMinor).orElse(0L), payment.amount().minor());
            missing.add(new Ledger.Payment(payment.name(), payment.customer(), payment.amount().currencyCode(),
                    payment.amount().minor(), day,
                    settles > 0 ? Optional.of(new Ledger.Settles(payment.reference(), settles)) : Optional.empty()));
        }
        if (found.fee().isEmpty()) {
            payment.fee().filter(fee -> fee.minor() > 0).ifPresent(fee -> missing.add(
                    new Ledger.Fee(feeId(payment), payment.customer(), fee.currencyCode(), fee.minor(), day)));
        }
        return missing;
    }

    /** A look at another moment finds other things missing; each such request has an id of its own. */
    private static String contentOf(List<Ledger.Posting> missing) {
        return missing.stream().map(posting -> switch (posting) {
            case Ledger.Payment payment -> "payment-" + payment.settles().map(Ledger.Settles::amountMinor).orElse(0L);
            case Ledger.Fee fee -> "fee-" + fee.amountMinor();
            case Ledger.Charge _, Ledger.Refund _, Ledger.Credit _ -> throw new IllegalArgumentException(
                    "a payment is posted as a payment and a fee; given " + posting);
        }).collect(Collectors.joining("+"));
    }

    private StepOutcome posted(StepContext context, Payments.Payment payment, Found found) {
        Ledger.Entry posted = found.payment().orElseThrow();
        found.charge().ifPresent(charge -> tellSettlement.of(charge.name(), posted.position()));
        if (payment.fee().isEmpty()) {
            return new StepOutcome.Later(context.now().plus(STRIPE_POLL), payment.name()
                    + " is posted. Stripe has not told yet what it keeps for it.");
        }
        long settles = posted.amountMinor() - posted.remainingMinor();
        return new StepOutcome.Done(Map.of(References.TRANSACTION, posted.name()),
                Map.of(SETTLES_MINOR, Long.toString(settles)), note(payment, settles));
    }

    private static String note(Payments.Payment payment, long settles) {
        long left = payment.amount().minor() - settles;
        if (left == 0) {
            return "";
        }
        String why = payment.reference().isEmpty()
                ? "the payment names no invoice"
                : "no more is owed on " + payment.reference();
        return AmountText.of(left, payment.amount().currencyCode()) + " settle nothing: " + why + ". Allocate them, or refund them.";
    }

    private static void requireLookAgain(Ledger.Batch batch) {
        for (Ledger.Outcome outcome : batch.outcomes()) {
            if (!(outcome instanceof Ledger.Refused refused && LOOK_AGAIN.contains(refused.reason()))) {
                PostedTransaction.of(outcome);
            }
        }
    }

    private static String feeId(Payments.Payment payment) {
        return payment.name() + "/fee";
    }
}
