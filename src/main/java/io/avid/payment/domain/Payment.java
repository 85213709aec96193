package io.avid.payment.domain;

import io.avid.platform.error.AmountText;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A payment and the refunds of it: one document, so that what is given back can never exceed what
 * was taken, however many ask at once.
 *
 * <p><b>Taking money in two steps.</b> Stripe is first asked to make a payment that takes nothing
 * yet; its id is recorded here; only then is Stripe asked to take the money. So at every moment one
 * of two things is true: no id is recorded, and nothing can have been taken; or the id is recorded,
 * and Stripe can be asked what became of it. Nothing is ever guessed, and ending a payment whose
 * outcome is unknown means to end it at Stripe, which either agrees or says that the money is taken.
 *
 * <p><b>Learning.</b> News come by answers, webhooks and sweeps, in any order and more than once. A
 * webhook is only a reason to ask; what was asked is applied if it leads forward. So the state is
 * the same whatever order news came in.
 *
 * @param placed what was asked for; empty where the request was cancelled before it arrived
 * @param state where it stands
 * @param stripeId {@code pi_…} once Stripe has made it
 * @param open whether Stripe could still take the money although it is final here
 * @param round how often Stripe failed while it was asked; each round has an idempotency key of its own
 * @param actionUrl REQUIRES_ACTION: where the customer proves that it is them
 * @param decline FAILED: why
 * @param fee what Stripe keeps, once it has told
 * @param card what of the card may be shown
 * @param takenAt when the money was taken
 * @param announced whether others were told how it ended
 * @param refunds what is given back, first asked first
 * @param disputes what the payer's bank wants back, first told first
 */
public record Payment(Optional<PaymentOrder> placed, PaymentState state, Optional<String> stripeId, boolean open, int round,
        Optional<String> actionUrl, Optional<Decline> decline, Optional<Money> fee, Optional<Card> card,
        Optional<Instant> takenAt, boolean announced, List<Refund> refunds,
        List<Dispute> disputes) {
    /** Keeps the document small; nobody gives a payment back in more parts. */
    private static final int REFUNDS_MAX = 100;

    public Payment {
        Objects.requireNonNull(placed, "placed");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(actionUrl, "actionUrl");
        Objects.requireNonNull(decline, "decline");
        Objects.requireNonNull(fee, "fee");
        Objects.requireNonNull(card, "card");
        Objects.requireNonNull(takenAt, "takenAt");
        refunds = List.copyOf(refunds);
        disputes = List.copyOf(disputes);
    }

    /** One that was asked for. */
    public static Payment asked(PaymentOrder order) {
        return new Payment(Optional.of(order), PaymentState.PENDING, Optional.empty(), false, 0, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), List.of());
    }

    /** The record that a request is cancelled which has not arrived. */
    public static Payment withdrawn() {
        return new Payment(Optional.empty(), PaymentState.WITHDRAWN, Optional.empty(), false, 0, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, List.of(), List.of());
    }

    /** What was asked for; not of a withdrawn one, which nobody is shown. */
    public PaymentOrder order() {
        return placed.orElseThrow(() -> new IllegalStateException("a withdrawn payment has no order"));
    }

    /** Whether nothing is to be done or learned any more, unless somebody acts. */
    public boolean isSettled() {
        return state.isFinal() && announced && !open
                && refunds.stream().noneMatch(refund -> refund.state() == RefundState.PENDING);
    }

    /** Records Stripe's id; a second one that was made for the same is not this payment's. */
    public Payment made(String id) {
        if (stripeId.isPresent()) {
            return this;
        }
        return new Payment(placed, state, Optional.of(id), state.isFinal(), round, actionUrl, decline, fee, card, takenAt,
                announced, refunds, disputes);
    }

    /** Another round of asking, because Stripe failed in this one. */
    public Payment nextRound() {
        return new Payment(placed, state, stripeId, open, round + 1, actionUrl, decline, fee, card, takenAt, announced, refunds, disputes);
    }

    /** Applies what Stripe says, as far as it leads forward; the same payment where it tells nothing new. */
    public Payment learned(PaymentReading reading) {
        if (state == PaymentState.WITHDRAWN || stripeId.filter(id -> !id.equals(reading.stripeId())).isPresent()) {
            return this;
        }
        Payment known = made(reading.stripeId());
        return switch (reading.progress()) {
            case UNCONFIRMED, PROCESSING -> known;
            case ACTION_REQUIRED -> known.to(PaymentState.REQUIRES_ACTION, reading);
            case DECLINED -> known.to(PaymentState.FAILED, reading);
            case CANCELLED -> known.to(PaymentState.CANCELLED, reading).closed();
            case SUCCEEDED -> known.to(PaymentState.SUCCEEDED, reading).closed();
        };
    }

    /** Stripe refuses the request; nothing was taken and nothing will be. */
    public Payment refused(Decline why) {
        return state.leadsTo(PaymentState.FAILED)
                ? new Payment(placed, PaymentState.FAILED, stripeId, stripeId.isPresent(), round, Optional.empty(),
                        Optional.of(why), fee, card, takenAt, announced, refunds, disputes)
                : this;
    }

    /** Ends one that Stripe has not been asked to take. */
    public Payment cancelledUnasked() {
        return state.leadsTo(PaymentState.CANCELLED) && stripeId.isEmpty()
                ? new Payment(placed, PaymentState.CANCELLED, stripeId, false, round, Optional.empty(), decline, fee, card,
                        takenAt, announced, refunds, disputes)
                : this;
    }

    /** Whether others can be told how it ended: money that is taken is told with its fee. */
    public boolean isTellable() {
        return switch (state) {
            case SUCCEEDED -> fee.isPresent();
            case FAILED, CANCELLED -> true;
            case PENDING, REQUIRES_ACTION, WITHDRAWN -> false;
        };
    }

    /** The same, told. */
    public Payment told() {
        return new Payment(placed, state, stripeId, open, round, actionUrl, decline, fee, card, takenAt, true, refunds, disputes);
    }

    private Payment to(PaymentState next, PaymentReading reading) {
        boolean forward = state.leadsTo(next);
        boolean same = state == next;
        if (!forward && !same) {
            return this;
        }
        boolean openNow = forward ? next.isFinal() : open;
        return new Payment(placed, next, stripeId, openNow, round,
                next == PaymentState.REQUIRES_ACTION ? reading.actionUrl().or(() -> actionUrl) : Optional.empty(),
                next == PaymentState.FAILED ? (same ? decline : reading.decline()) : Optional.empty(),
                fee.or(reading::fee), card.or(reading::card), takenAt.or(reading::takenAt),
                // Money that was taken after all is told, though a failure was.
                announced && same, refunds, disputes);
    }

    private Payment closed() {
        return open
                ? new Payment(placed, state, stripeId, false, round, actionUrl, decline, fee, card, takenAt, announced, refunds, disputes)
                : this;
    }

    /** What was given back. */
    public long refundedMinor() {
        return refunds.stream().filter(refund -> refund.state() == RefundState.SUCCEEDED).mapToLong(Refund::minor).sum();
    }

    /** What can still be given back: refunds under way are taken off. */
    public long leftMinor() {
        return order().amount().minor() - refunds.stream().filter(refund -> refund.state().counts()).mapToLong(Refund::minor).sum();
    }

    /** The refund of this id. */
    public Optional<Refund> refund(String id) {
        return refunds.stream().filter(refund -> refund.id().equals(id)).findFirst();
    }

    /**
     * Sets an amount aside for a refund. The same request again changes nothing.
     *
     * @param name of this payment, for what is said where it cannot be
     * @param minor how much; 0 means all that is left
     * @param fingerprint of the request
     * @throws Failure PAYMENT_STATE_UNFIT, REFUND_EXCEEDS_PAYMENT, REQUEST_ID_REUSED
     */
    public Payment withRefund(String name, String id, long minor, String reason, String fingerprint, String requestId, Instant now) {
        Optional<Refund> known = refund(id);
        if (known.isPresent()) {
            if (!known.get().fingerprint().equals(fingerprint)) {
                throw Failure.requestIdReused(requestId);
            }
            return this;
        }
        if (state != PaymentState.SUCCEEDED) {
            throw unfit(name, "Only money that was taken can be given back.");
        }
        long left = leftMinor();
        long wanted = minor == 0 ? left : minor;
        if (wanted > left || wanted == 0 || refunds.size() >= REFUNDS_MAX) {
            String currency = order().amount().currency();
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT", "Of " + name + " "
                    + AmountText.of(left, currency) + " are left to give back, refunds under way taken off, in at most "
                    + REFUNDS_MAX + " parts; " + AmountText.of(wanted, currency) + " were asked for. Ask for that or less.",
                    Map.of("payment", name, "left_minor", Long.toString(left), "given_minor", Long.toString(wanted)));
        }
        var next = new ArrayList<>(refunds);
        next.add(Refund.asked(id, wanted, reason, fingerprint, now));
        return withRefunds(next);
    }

    /**
     * Applies what Stripe says of refunds, as far as it leads forward. One that somebody made at
     * Stripe becomes one of ours.
     *
     * @param idOfStripes the id that a refund gets which was made at Stripe
     */
    public Payment learnedRefunds(List<RefundReading> readings, UnaryOperator<String> idOfStripes, Instant now) {
        Payment result = this;
        for (RefundReading reading : readings) {
            String id = reading.refund().orElseGet(() -> idOfStripes.apply(reading.stripeId()));
            Optional<Refund> known = result.refund(id);
            if (known.isPresent()) {
                result = result.changed(id, refund -> refund.learned(reading, now));
            } else {
                var next = new ArrayList<>(result.refunds);
                next.add(Refund.madeAtStripe(id, reading, now));
                result = result.withRefunds(next);
            }
        }
        return result;
    }

    /** Stripe refuses a refund; the amount can be given back again. */
    public Payment refundRefused(String id, String why, Instant now) {
        return changed(id, refund -> refund.refused(why, now));
    }

    /** Another round of asking for a refund, because Stripe failed in this one. */
    public Payment refundNextRound(String id, Instant now) {
        return changed(id, refund -> refund.nextRound(now));
    }

    /** FAILED_PRECONDITION: it stands where that cannot be done. */
    public Failure unfit(String name, String expected) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "PAYMENT_STATE_UNFIT",
                name + " is " + state + ". " + expected, Map.of("payment", name, "state", state.name()));
    }

    /** The dispute of this id. */
    public Optional<Dispute> dispute(String id) {
        return disputes.stream().filter(dispute -> dispute.id().equals(id)).findFirst();
    }

    /**
     * Applies what Stripe says of disputes. There is no limit to them, as each moved money that the ledger must
     * know; Stripe itself allows a handful for a charge.
     *
     * @param idOfStripes the id that a dispute gets
     */
    public Payment learnedDisputes(List<DisputeReading> readings, UnaryOperator<String> idOfStripes) {
        var next = new ArrayList<>(disputes);
        for (DisputeReading reading : readings) {
            String id = idOfStripes.apply(reading.stripeId());
            if (dispute(id).isPresent()) {
                next.replaceAll(dispute -> dispute.id().equals(id) ? dispute.learned(reading) : dispute);
            } else {
                next.add(new Dispute(id, reading));
            }
        }
        return new Payment(placed, state, stripeId, open, round, actionUrl, decline, fee, card, takenAt, announced, refunds, next);
    }

    private Payment changed(String id, UnaryOperator<Refund> change) {
        return withRefunds(refunds.stream().map(refund -> refund.id().equals(id) ? change.apply(refund) : refund).toList());
    }

    private Payment withRefunds(List<Refund> next) {
        return new Payment(placed, state, stripeId, open, round, actionUrl, decline, fee, card, takenAt, announced, next, disputes);
    }
}
