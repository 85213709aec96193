package io.avid.payment.application;

import io.avid.payment.domain.LinkReading;
import io.avid.payment.domain.LinkState;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.domain.PaymentReading.Progress;
import io.avid.payment.stripe.StripeFailedException;
import io.avid.payment.stripe.StripeGateway;
import io.avid.payment.stripe.StripeRefusedException;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes pages at Stripe where somebody without a login pays. What is paid there becomes a payment of its
 * own, whose id derives from the link; it stands before the link says that it is paid.
 */
public final class OfferLink {
    private static final int HOURS_MAX = 23;

    private final AggregateStore<PaymentLink> links;
    private final AggregateStore<Payment> payments;
    private final KnowCustomer customers;
    private final SettlePayment settle;
    private final StripeGateway stripe;
    private final PaymentFacts facts;
    private final AskedLately lately;
    private final InstantSource clock;
    private final String returnUrl;

    /** The parts that all use cases share. */
    public record Parts(KnowCustomer customers, SettlePayment settle, StripeGateway stripe, PaymentFacts facts, AskedLately lately,
            InstantSource clock, String returnUrl) {}

    public OfferLink(AggregateStore<PaymentLink> links, AggregateStore<Payment> payments, Parts parts) {
        this.links = links;
        this.payments = payments;
        this.customers = parts.customers();
        this.settle = parts.settle();
        this.stripe = parts.stripe();
        this.facts = parts.facts();
        this.lately = parts.lately();
        this.clock = parts.clock();
        this.returnUrl = parts.returnUrl();
    }

    /**
     * Makes one, or goes on where the same request was left.
     *
     * @param validHours how long it can be paid; 0 means as long as Stripe allows
     * @throws Failure STRIPE_NOT_CONFIGURED, AMOUNT_UNFIT_FOR_STRIPE, STRIPE_REFUSED, REQUEST_ID_REUSED, UNAVAILABLE
     */
    public Stored<PaymentLink> create(Principal by, String customer, Money amount, String reference, String description, int validHours,
            RequestIdentity request) {
        StripeGateway.requireFit(amount);
        String stripeCustomer = customers.atStripe(by, customer).state().stripeCustomer().orElseThrow();
        String id = request.derivedId(by.organisation());
        PaymentLink asked = PaymentLink.asked(customer, amount, reference, description,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(validHours == 0 ? HOURS_MAX : validHours)),
                returnUrl, stripeCustomer);
        links.create(by, new NewAggregate<>(id, asked, facts.of(links.nameOf(id), Optional.empty(), asked), Set.of(), Optional.of(request)));
        return ask(by, links.get(by.organisation(), id));
    }

    /** One by name; while it is open, as Stripe tells now. */
    public Stored<PaymentLink> get(Principal by, String name) {
        Stored<PaymentLink> link = links.find(by.organisation(), links.idOf(name))
                .filter(found -> by.sees(found.state().customer())).orElseThrow(() -> Failure.notFound(name));
        if (link.state().state().isFinal() || !lately.mayAsk(by.organisation(), name)) {
            return link;
        }
        try {
            return settle(StripeIdentity.of(by.organisation()), link);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.UNAVAILABLE) {
                throw failure;
            }
            return link;
        }
    }

    /**
     * Withdraws one; right also where its time is over.
     *
     * @throws Failure NOT_FOUND, LINK_STATE_UNFIT if it is paid, UNAVAILABLE
     */
    public Stored<PaymentLink> expire(Principal by, String name) {
        Stored<PaymentLink> current = links.get(by.organisation(), links.idOf(name));
        if (current.state().stripeId().isEmpty()) {
            // Whatever page there may be at Stripe, nobody was told its address.
            current = change(by, current, PaymentLink::refused);
        }
        Optional<String> stripeId = current.state().stripeId();
        if (!current.state().state().isFinal() && stripeId.isPresent()) {
            try {
                Stored<PaymentLink> open = current;
                current = stripe.expireLink(by.organisation(), stripeId.get(), "avid/" + name + "/expire/" + current.state().round())
                        .map(reading -> learn(by, open, reading)).orElse(open);
            } catch (StripeFailedException failed) {
                change(by, current, PaymentLink::nextRound);
                throw Failure.unavailable("Stripe", failed);
            }
        }
        if (current.state().state() == LinkState.PAID) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "LINK_STATE_UNFIT", name + " is paid. Refund its payment.",
                    Map.of("payment_link", name, "state", current.state().state().name()));
        }
        return current;
    }

    /** Asks Stripe how it stands. */
    Stored<PaymentLink> settle(Principal by, Stored<PaymentLink> link) {
        Optional<String> stripeId = link.state().stripeId();
        if (link.state().state().isFinal()) {
            return link;
        }
        return stripeId.isEmpty()
                ? ask(by, link)
                : stripe.readLink(link.organisation(), stripeId.get()).map(reading -> learn(by, link, reading)).orElse(link);
    }

    /** Applies what Stripe said. */
    Stored<PaymentLink> learn(Principal by, Stored<PaymentLink> link, LinkReading reading) {
        Optional<String> paid = Optional.empty();
        if (reading.state() == LinkState.PAID && reading.stripePayment().isPresent()) {
            PaymentReading payment = stripe.readPayment(link.organisation(), reading.stripePayment().get())
                    .orElseThrow(() -> new IllegalStateException("Stripe has no " + reading.stripePayment().get()
                            + ", by which it says that " + links.nameOf(link.id()) + " was paid"));
            paid = Optional.of(keep(by, link, payment).id());
        }
        Optional<String> known = paid;
        return change(by, link, state -> state.learned(reading, known));
    }

    /** The payment that was made by a link, made here where it is not. */
    Stored<Payment> keep(Principal by, Stored<PaymentLink> link, PaymentReading reading) {
        String id = paymentId(link.organisation(), link.id());
        Optional<Stored<Payment>> known = payments.find(link.organisation(), id);
        if (known.isEmpty() && reading.progress() == Progress.SUCCEEDED) {
            Payment first = SettlePayment.told(Payment.asked(link.state().order(links.nameOf(link.id()))).learned(reading));
            known = Optional.of(payments.create(by, new NewAggregate<>(id, first,
                    facts.of(payments.nameOf(id), Optional.empty(), first), Set.of(), Optional.empty())));
        }
        return settle.learn(by, known.orElseThrow(() -> new IllegalStateException(links.nameOf(link.id())
                + " is said to be paid, and its payment is " + reading.progress())), reading);
    }

    private Stored<PaymentLink> ask(Principal by, Stored<PaymentLink> link) {
        if (link.state().stripeId().isPresent() || link.state().state().isFinal()) {
            return link;
        }
        String name = links.nameOf(link.id());
        int round = link.state().round();
        try {
            LinkReading reading = (round > 0 ? stripe.findLink(link.organisation(), name, link.state().stripeCustomer())
                    : Optional.<LinkReading>empty())
                    .orElseGet(() -> stripe.createLink(link.organisation(), name, payments.nameOf(paymentId(link.organisation(), link.id())),
                            link.state(), "avid/" + name + "/" + round));
            return learn(by, link, reading);
        } catch (StripeRefusedException refused) {
            change(by, link, PaymentLink::refused);
            throw StripeGateway.refusal(refused.decline(), link.state().amount());
        } catch (StripeFailedException failed) {
            change(by, link, PaymentLink::nextRound);
            throw Failure.unavailable("Stripe", failed);
        }
    }

    private static String paymentId(String organisation, String link) {
        return DerivedId.of(organisation, "payment-of-link", link);
    }

    private Stored<PaymentLink> change(Principal by, Stored<PaymentLink> link, UnaryOperator<PaymentLink> step) {
        if (step.apply(link.state()).equals(link.state())) {
            return link;
        }
        return links.update(by, link, Optional.empty(), current -> {
            PaymentLink next = step.apply(current.state());
            return Change.to(next, facts.of(links.nameOf(current.id()), Optional.of(current.state()), next));
        });
    }

    /** The link of a name that a label says. */
    Optional<Stored<PaymentLink>> find(String organisation, String name) {
        return name.startsWith(links.nameOf("")) ? links.find(organisation, links.idOf(name)) : Optional.empty();
    }

    /** Those of these ids. */
    List<Stored<PaymentLink>> findAll(String organisation, List<String> ids) {
        return links.getAll(organisation, ids);
    }
}
