package io.avid.payment.application;

import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.SetupReading;
import io.avid.payment.domain.SetupState;
import io.avid.payment.domain.Wallet;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Saves cards: the customer's browser gives the card to Stripe, and Avid learns what of it may be shown.
 * The card stands in the wallet before the setup says that it is saved.
 */
public final class SaveMethod {
    /** Who has not given a card by then begins anew. */
    private static final Duration LONGEST = Duration.ofHours(23);

    private final AggregateStore<MethodSetup> setups;
    private final KnowCustomer customers;
    private final StripeGateway stripe;
    private final PaymentFacts facts;
    private final AskedLately lately;
    private final InstantSource clock;

    public SaveMethod(AggregateStore<MethodSetup> setups, KnowCustomer customers, StripeGateway stripe, PaymentFacts facts,
            AskedLately lately, InstantSource clock) {
        this.setups = setups;
        this.customers = customers;
        this.stripe = stripe;
        this.facts = facts;
        this.lately = lately;
        this.clock = clock;
    }

    /**
     * Begins, or goes on where the same request was left.
     *
     * @throws Failure NOT_FOUND, STRIPE_NOT_CONFIGURED, REQUEST_ID_REUSED, UNAVAILABLE
     */
    public Stored<MethodSetup> start(Principal by, String customer, RequestIdentity request) {
        KnowCustomer.requireSeen(by, customer, customer);
        customers.atStripe(by, customer);
        String id = request.derivedId(by.organisation());
        MethodSetup begun = MethodSetup.of(customer);
        setups.create(by, new NewAggregate<>(id, begun, facts.of(setups.nameOf(id), Optional.empty(), begun), Set.of(),
                Optional.of(request)));
        return ask(by, setups.get(by.organisation(), id));
    }

    /** One by name; while it is open, as Stripe tells now. */
    public Stored<MethodSetup> get(Principal by, String name) {
        Stored<MethodSetup> setup = setups.find(by.organisation(), setups.idOf(name))
                .filter(found -> by.sees(found.state().customer())).orElseThrow(() -> Failure.notFound(name));
        if (setup.state().state().isFinal() || !lately.mayAsk(by.organisation(), name)) {
            return setup;
        }
        try {
            return settle(StripeIdentity.of(by.organisation()), setup);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.UNAVAILABLE) {
                throw failure;
            }
            return setup;
        }
    }

    /** Asks Stripe how it stands; ends one that nobody gives a card to. */
    Stored<MethodSetup> settle(Principal by, Stored<MethodSetup> setup) {
        Optional<String> stripeId = setup.state().stripeId();
        if (setup.state().state().isFinal()) {
            return setup;
        }
        if (stripeId.isEmpty()) {
            return ask(by, setup);
        }
        Stored<MethodSetup> current = stripe.readSetup(setup.organisation(), stripeId.get())
                .map(reading -> learn(by, setup, reading)).orElse(setup);
        if (!current.state().state().isFinal() && clock.instant().isAfter(current.createTime().plus(LONGEST))) {
            return learn(by, current, stripe.cancelSetup(current.organisation(), stripeId.get()));
        }
        return current;
    }

    /** Applies what Stripe said. */
    Stored<MethodSetup> learn(Principal by, Stored<MethodSetup> setup, SetupReading reading) {
        Optional<String> saved = reading.state() == SetupState.SAVED
                ? reading.stripeMethod().map(stripeMethod -> keep(by, setup, stripeMethod, reading))
                : Optional.empty();
        return change(by, setup, state -> state.learned(reading, saved));
    }

    private String keep(Principal by, Stored<MethodSetup> setup, String stripeMethod, SetupReading reading) {
        String id = DerivedId.of(setup.organisation(), "stripe-payment-method", stripeMethod);
        Stored<Wallet> wallet = customers.find(by, setup.state().customer()).orElseThrow();
        var method = new SavedMethod(id, stripeMethod, reading.card().orElseThrow(() -> new IllegalStateException(
                "Stripe told of no card of " + stripeMethod + ", though only cards are asked for")), clock.instant(), false);
        customers.change(by, wallet, state -> state.saved(method));
        return id;
    }

    private Stored<MethodSetup> ask(Principal by, Stored<MethodSetup> setup) {
        if (setup.state().stripeId().isPresent()) {
            return setup;
        }
        String name = setups.nameOf(setup.id());
        String customer = setup.state().customer();
        String stripeCustomer = customers.atStripe(by, customer).state().stripeCustomer().orElseThrow();
        int round = setup.state().round();
        try {
            SetupReading reading = (round > 0 || clock.instant().isAfter(setup.createTime().plus(LONGEST))
                    ? stripe.findSetup(setup.organisation(), name, stripeCustomer) : Optional.<SetupReading>empty())
                    .orElseGet(() -> stripe.createSetup(setup.organisation(), name, customer, stripeCustomer, "avid/" + name + "/" + round));
            return learn(by, setup, reading);
        } catch (StripeRefusedException refused) {
            throw refused.failure();
        } catch (StripeFailedException failed) {
            change(by, setup, MethodSetup::nextRound);
            throw Failure.unavailable("Stripe", failed);
        }
    }

    private Stored<MethodSetup> change(Principal by, Stored<MethodSetup> setup, UnaryOperator<MethodSetup> step) {
        if (step.apply(setup.state()).equals(setup.state())) {
            return setup;
        }
        return setups.update(by, setup, Optional.empty(), current -> {
            MethodSetup next = step.apply(current.state());
            return Change.to(next, facts.of(setups.nameOf(current.id()), Optional.of(current.state()), next));
        });
    }

    /** The id that every aggregate of the module is found by in a label. */
    Optional<Stored<MethodSetup>> find(String organisation, String name) {
        return name.startsWith(setups.nameOf("")) ? setups.find(organisation, setups.idOf(name)) : Optional.empty();
    }

    /** Those of these ids. */
    List<Stored<MethodSetup>> findAll(String organisation, List<String> ids) {
        return setups.getAll(organisation, ids);
    }
}
