package io.avid.payment.application;

import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.stripe.StripeEvent;
import io.avid.payment.stripe.StripeGateway;
import io.avid.payment.stripe.StripeLabels;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;

/**
 * What an event of Stripe's changes here. The event only says what to ask for: Stripe is asked how the
 * object stands now, and that is applied if it leads forward. So it does not matter in which order
 * events come, how late, or how often.
 */
public final class ApplyEvent {
    private final AggregateStore<Payment> payments;
    private final SettlePayment settle;
    private final SaveMethod setups;
    private final OfferLink links;
    private final KeepMethods methods;
    private final StripeGateway stripe;

    public ApplyEvent(AggregateStore<Payment> payments, SettlePayment settle, SaveMethod setups, OfferLink links, KeepMethods methods,
            StripeGateway stripe) {
        this.payments = payments;
        this.settle = settle;
        this.setups = setups;
        this.links = links;
        this.methods = methods;
        this.stripe = stripe;
    }

    /** What came of an event. */
    public enum Result {
        /** Something here changed. */
        CHANGED,
        /** It was known. */
        UNCHANGED,
        /** It is about something that Avid did not make. */
        FOREIGN,
        /** It is of a kind that Avid does not use. */
        UNUSED
    }

    /**
     * Applies what events tell that are about the same object: Stripe is asked once.
     *
     * @throws io.avid.platform.error.Failure UNAVAILABLE: try it again
     */
    public Result apply(String organisation, List<StripeEvent> events) {
        StripeEvent event = events.getFirst();
        if (event.object().isEmpty()) {
            return Result.UNUSED;
        }
        if (events.stream().allMatch(one -> one.carriesLabels() && !StripeLabels.areOf(one.labels(), organisation))) {
            return Result.FOREIGN;
        }
        Principal by = StripeIdentity.of(organisation);
        String id = event.object().get().id();
        return switch (event.object().get().kind()) {
            case PAYMENT -> isKnown(organisation, events) ? Result.UNCHANGED : payment(by, id);
            case SETUP -> setup(by, event, id);
            case LINK -> link(by, event, id);
            case METHOD -> methods.refresh(by, id) ? Result.CHANGED : Result.UNCHANGED;
        };
    }

    /** Of money that is taken, with its fee, an event of the payment itself tells nothing more; one of a refund may. */
    private boolean isKnown(String organisation, List<StripeEvent> events) {
        return events.stream().allMatch(event -> event.type().startsWith("payment_intent.")
                && StripeLabels.payment(event.labels()).filter(name -> name.startsWith(payments.nameOf("")))
                        .flatMap(name -> payments.find(organisation, payments.idOf(name)))
                        .filter(payment -> payment.state().isSettled()).isPresent());
    }

    private Result payment(Principal by, String stripeId) {
        Optional<PaymentReading> found = stripe.readPayment(by.organisation(), stripeId);
        if (found.isEmpty() || !StripeLabels.areOf(found.get().labels(), by.organisation())) {
            return Result.FOREIGN;
        }
        PaymentReading reading = found.get();
        Optional<Stored<Payment>> known = StripeLabels.payment(reading.labels()).filter(name -> name.startsWith(payments.nameOf("")))
                .flatMap(name -> payments.find(by.organisation(), payments.idOf(name)));
        if (known.isPresent()) {
            return changed(known.get(), settle.learn(by, known.get(), reading));
        }
        Optional<Stored<PaymentLink>> link = StripeLabels.link(reading.labels()).flatMap(name -> links.find(by.organisation(), name));
        if (link.isPresent() && reading.progress() == PaymentReading.Progress.SUCCEEDED) {
            links.keep(by, link.get(), reading);
            return Result.CHANGED;
        }
        return link.isPresent() ? Result.UNCHANGED : Result.FOREIGN;
    }

    private Result setup(Principal by, StripeEvent event, String stripeId) {
        Optional<Stored<MethodSetup>> known = StripeLabels.setup(event.labels()).flatMap(name -> setups.find(by.organisation(), name));
        if (known.isEmpty()) {
            return Result.FOREIGN;
        }
        return stripe.readSetup(by.organisation(), stripeId)
                .map(reading -> changed(known.get(), setups.learn(by, known.get(), reading))).orElse(Result.FOREIGN);
    }

    private Result link(Principal by, StripeEvent event, String stripeId) {
        Optional<Stored<PaymentLink>> known = StripeLabels.link(event.labels()).flatMap(name -> links.find(by.organisation(), name));
        if (known.isEmpty()) {
            return Result.FOREIGN;
        }
        return stripe.readLink(by.organisation(), stripeId)
                .map(reading -> changed(known.get(), links.learn(by, known.get(), reading))).orElse(Result.FOREIGN);
    }

    private static Result changed(Stored<?> before, Stored<?> after) {
        return before.version() == after.version() ? Result.UNCHANGED : Result.CHANGED;
    }
}
