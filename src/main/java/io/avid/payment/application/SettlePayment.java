package io.avid.payment.application;

import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.domain.PaymentReading.Progress;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.Refund;
import io.avid.payment.domain.RefundReading;
import io.avid.payment.domain.RefundState;
import io.avid.payment.domain.Money;
import io.avid.payment.stripe.StripeFailedException;
import io.avid.payment.stripe.StripeGateway;
import io.avid.payment.stripe.StripeRefusedException;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a payment and its refunds to where they stand at Stripe, from wherever they were left.
 *
 * <p>It is the one way by which Stripe is asked for money: a call that makes a payment begins here,
 * the same call again goes on here, and so does a sweep after a crash. Each step reads what is
 * recorded and does the one thing that is missing:
 *
 * <ol>
 *   <li>no id of Stripe's: make the payment at Stripe, which takes nothing yet, and record its id;
 *   <li>an id, and nobody asked to take the money: ask;
 *   <li>ended here and open at Stripe: end it there;
 *   <li>taken, and the fee is not known: ask for it;
 *   <li>a refund without an id of Stripe's: ask for it.
 * </ol>
 *
 * <p>Idempotency keys derive from the payment's id, which derives from organisation, method and
 * request_id, so that every attempt of the same call asks under the same key. Stripe answers a key
 * with what it answered first, its own failures included, and for a day only. So after a failure of
 * Stripe's, or a day, the object is looked for by its label before it is asked for again, under the
 * key of the next round.
 */
public final class SettlePayment {
    private static final Logger LOG = LoggerFactory.getLogger(SettlePayment.class);

    /** Stripe keeps a key for 24 hours at least; an hour less, so that no key ends while it is used. */
    private static final Duration KEY_KEPT = Duration.ofHours(23);

    private final AggregateStore<Payment> payments;
    private final StripeGateway stripe;
    private final PaymentFacts facts;
    private final InstantSource clock;

    public SettlePayment(AggregateStore<Payment> payments, StripeGateway stripe, PaymentFacts facts, InstantSource clock) {
        this.payments = payments;
        this.stripe = stripe;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Does what is missing.
     *
     * @throws Failure UNAVAILABLE: the outcome is unknown; asking again tells it
     */
    public Stored<Payment> settle(Principal by, Stored<Payment> payment) {
        Stored<Payment> current = payment;
        if (current.state().state() == PaymentState.WITHDRAWN || current.state().isSettled()) {
            return current;
        }
        boolean made = current.state().stripeId().isPresent();
        if (!made && !current.state().state().isFinal()) {
            current = make(by, current);
        }
        if (!current.state().state().isFinal()) {
            current = take(by, current, made);
        }
        if (current.state().open()) {
            current = close(by, current);
        }
        if (current.state().state() == PaymentState.SUCCEEDED && current.state().fee().isEmpty()) {
            current = read(by, current);
        }
        for (Refund refund : current.state().refunds()) {
            if (refund.state() == RefundState.PENDING) {
                current = settleRefund(by, current, refund.id());
            }
        }
        return current;
    }

    /** Asks Stripe how it stands, and changes nothing there. */
    public Stored<Payment> read(Principal by, Stored<Payment> payment) {
        Optional<String> id = payment.state().stripeId();
        if (id.isEmpty()) {
            return payment;
        }
        return stripe.readPayment(payment.organisation(), id.get())
                .map(reading -> learn(by, payment, reading)).orElse(payment);
    }

    /** Applies what Stripe said. */
    Stored<Payment> learn(Principal by, Stored<Payment> payment, PaymentReading reading) {
        Stored<Payment> known = change(by, payment, state -> state.learned(reading));
        if (known.state().state() == PaymentState.SUCCEEDED && reading.disputed()) {
            known = learnDisputes(by, known, stripe.listDisputes(known.organisation(), reading.stripeId()));
        }
        if (known.state().state() == PaymentState.SUCCEEDED && reading.refundsDifferFrom(known.state().refunds())) {
            return learnRefunds(by, known, stripe.listRefunds(known.organisation(), reading.stripeId()));
        }
        return known;
    }

    /**
     * Ends a payment before anything is taken.
     *
     * @throws Failure PAYMENT_STATE_UNFIT if the money is taken, UNAVAILABLE
     */
    Stored<Payment> end(Principal by, Stored<Payment> payment) {
        Stored<Payment> current = payment;
        if (current.state().stripeId().isEmpty()) {
            // Nothing was ever asked of Stripe, and who wants to ask must first record that it will.
            current = change(by, current, Payment::cancelledUnasked);
        }
        if (!current.state().state().isFinal()) {
            current = cancelAtStripe(by, current);
        }
        if (current.state().state() == PaymentState.SUCCEEDED) {
            throw current.state().unfit(payments.nameOf(current.id()), "The money is taken; refund it.");
        }
        return current;
    }

    private Stored<Payment> make(Principal by, Stored<Payment> payment) {
        PaymentOrder order = payment.state().order();
        String name = payments.nameOf(payment.id());
        int round = payment.state().round();
        Optional<PaymentReading> found = round > 0 || isOld(payment.createTime())
                ? stripe.findPayment(payment.organisation(), name, order.stripeCustomer())
                : Optional.empty();
        try {
            PaymentReading reading = found.orElseGet(() ->
                    stripe.createPayment(payment.organisation(), name, order, key(payment, "make", round)));
            return change(by, payment, state -> state.learned(reading));
        } catch (StripeRefusedException refused) {
            return change(by, payment, state -> state.refused(refused.decline()));
        } catch (StripeFailedException failed) {
            throw nextRound(by, payment, failed);
        }
    }

    private Stored<Payment> take(Principal by, Stored<Payment> payment, boolean mayBeAsked) {
        String stripeId = payment.state().stripeId().orElseThrow();
        Stored<Payment> current = payment;
        if (mayBeAsked) {
            PaymentReading reading = stripe.readPayment(current.organisation(), stripeId)
                    .orElseThrow(() -> vanished(payment, stripeId));
            current = learn(by, current, reading);
            if (reading.progress() != Progress.UNCONFIRMED || current.state().state().isFinal()) {
                return current;
            }
        }
        Stored<Payment> known = current;
        try {
            PaymentReading reading = stripe.confirmPayment(known.organisation(), stripeId, known.state().order(),
                    key(known, "take", known.state().round()));
            return change(by, known, state -> state.learned(reading));
        } catch (StripeRefusedException refused) {
            return change(by, known, state -> state.refused(refused.decline()));
        } catch (StripeFailedException failed) {
            throw nextRound(by, known, failed);
        }
    }

    /** What cannot be ended at Stripe now is ended by a sweep; nobody has to wait for it. */
    private Stored<Payment> close(Principal by, Stored<Payment> payment) {
        try {
            return cancelAtStripe(by, payment);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.UNAVAILABLE) {
                throw failure;
            }
            LOG.atInfo().addKeyValue("payment", payments.nameOf(payment.id())).log("A payment that failed is open at Stripe; a sweep ends it");
            return payment;
        }
    }

    private Stored<Payment> cancelAtStripe(Principal by, Stored<Payment> payment) {
        String stripeId = payment.state().stripeId().orElseThrow();
        try {
            PaymentReading reading = stripe.cancelPayment(payment.organisation(), stripeId,
                    key(payment, "cancel", payment.state().round()));
            return change(by, payment, state -> state.learned(reading));
        } catch (StripeRefusedException refused) {
            throw refused.failure();
        } catch (StripeFailedException failed) {
            throw nextRound(by, payment, failed);
        }
    }

    /** Asks for a refund that Stripe has not answered, or how one stands that a bank is at. */
    Stored<Payment> settleRefund(Principal by, Stored<Payment> payment, String id) {
        Refund refund = payment.state().refund(id).orElseThrow();
        String stripePayment = payment.state().stripeId().orElseThrow();
        if (refund.state() != RefundState.PENDING) {
            return payment;
        }
        Stored<Payment> current = payment;
        if (refund.stripeId().isPresent() || refund.round() > 0 || isOld(refund.createTime())) {
            current = learnRefunds(by, current, stripe.listRefunds(current.organisation(), stripePayment));
            if (current.state().refund(id).orElseThrow().stripeId().isPresent()) {
                return current;
            }
        }
        Stored<Payment> known = current;
        try {
            RefundReading reading = stripe.createRefund(known.organisation(), refundName(id), stripePayment,
                    new Money(refund.minor(), known.state().order().amount().currency()), "avid/" + refundName(id) + "/" + refund.round());
            return learnRefunds(by, known, List.of(reading));
        } catch (StripeRefusedException refused) {
            Stored<Payment> told = change(by, known, state -> state.refundRefused(id, refused.decline().message(), clock.instant()));
            // Who was refused because of a refund made at Stripe learns of that one.
            return learnRefunds(by, told, stripe.listRefunds(told.organisation(), stripePayment));
        } catch (StripeFailedException failed) {
            change(by, known, state -> state.refundNextRound(id, clock.instant()));
            throw Failure.unavailable("Stripe", failed);
        }
    }

    private Stored<Payment> learnRefunds(Principal by, Stored<Payment> payment, List<RefundReading> readings) {
        return change(by, payment, state -> state.learnedRefunds(readings,
                stripeId -> DerivedId.of(payment.organisation(), "refund-made-at-stripe", stripeId), clock.instant()));
    }

    private Stored<Payment> learnDisputes(Principal by, Stored<Payment> payment, List<DisputeReading> readings) {
        return change(by, payment, state -> state.learnedDisputes(readings,
                stripeId -> DerivedId.of(payment.organisation(), "stripe-dispute", stripeId)));
    }

    /** Changes a payment if there is anything to change, and tells others what came of it. */
    Stored<Payment> change(Principal by, Stored<Payment> payment, UnaryOperator<Payment> step) {
        if (told(step.apply(payment.state())).equals(payment.state())) {
            return payment;
        }
        return payments.update(by, payment, Optional.empty(), current -> {
            Payment next = told(step.apply(current.state()));
            return new Change<>(next, facts.of(payments.nameOf(current.id()), Optional.of(current.state()), next), Optional.of(keys(next)));
        });
    }

    static Payment told(Payment payment) {
        return payment.isTellable() && !payment.announced() ? payment.told() : payment;
    }

    /** A refund is found by its id, which no other payment of the organisation may have. */
    static Set<UniqueKey> keys(Payment payment) {
        return payment.refunds().stream().map(refund -> refundKey(refund.id())).collect(Collectors.toSet());
    }

    static UniqueKey refundKey(String id) {
        return new UniqueKey("refund", id);
    }

    static String refundName(String id) {
        return "refunds/" + id;
    }

    private Failure nextRound(Principal by, Stored<Payment> payment, StripeFailedException failed) {
        change(by, payment, Payment::nextRound);
        return Failure.unavailable("Stripe", failed);
    }

    private Failure vanished(Stored<Payment> payment, String stripeId) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "STRIPE_REFUSED", "Stripe has no " + stripeId + ", by which "
                + payments.nameOf(payment.id()) + " was made. Check that the organisation's key is of the same account as then.",
                Map.of("code", "resource_missing", "param", stripeId));
    }

    private String key(Stored<Payment> payment, String step, int round) {
        return "avid/" + payments.nameOf(payment.id()) + "/" + step + "/" + round;
    }

    private boolean isOld(Instant asked) {
        return clock.instant().isAfter(asked.plus(KEY_KEPT));
    }
}
