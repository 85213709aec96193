package io.avid.payment.application;

import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Sweep;
import io.avid.payment.domain.Wallet;
import io.avid.payment.stripe.StripeFailedException;
import io.avid.payment.stripe.StripeGateway;
import io.avid.payment.stripe.StripeRefusedException;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A customer's wallet, and the customer that stands for it at Stripe. */
public final class KnowCustomer {
    private static final String PREFIX = "customers/";

    private final AggregateStore<Wallet> wallets;
    private final AggregateStore<Sweep> sweeps;
    private final StripeGateway stripe;
    private final PaymentFacts facts;
    private final InstantSource clock;

    public KnowCustomer(AggregateStore<Wallet> wallets, AggregateStore<Sweep> sweeps, StripeGateway stripe, PaymentFacts facts,
            InstantSource clock) {
        this.wallets = wallets;
        this.sweeps = sweeps;
        this.stripe = stripe;
        this.facts = facts;
        this.clock = clock;
    }

    /** The wallet, where the customer has one. */
    Optional<Stored<Wallet>> find(Principal by, String customer) {
        return wallets.find(by.organisation(), idOf(customer));
    }

    /** The wallet that has a card. */
    Optional<Stored<Wallet>> findByMethod(String organisation, String method) {
        UniqueKey key = new UniqueKey("method", method);
        return Optional.ofNullable(wallets.findByKeys(organisation, List.of(key)).get(key));
    }

    /** The wallet that has a card, by Stripe's id of the card. */
    Optional<Stored<Wallet>> findByStripeMethod(String organisation, String stripeMethod) {
        UniqueKey key = new UniqueKey("stripe-method", stripeMethod);
        return Optional.ofNullable(wallets.findByKeys(organisation, List.of(key)).get(key));
    }

    /**
     * The wallet of a customer that Stripe knows; both are made where they are not there.
     *
     * @throws Failure STRIPE_NOT_CONFIGURED, UNAVAILABLE
     */
    Stored<Wallet> atStripe(Principal by, String customer) {
        String organisation = by.organisation();
        Optional<Stored<Wallet>> known = find(by, customer);
        if (known.isPresent() && known.get().state().stripeCustomer().isPresent()) {
            return known.get();
        }
        stripe.accounts().apiKey(organisation);
        beginSweeping(by);
        Stored<Wallet> wallet = known.orElseGet(() -> wallets.create(by, new NewAggregate<>(idOf(customer), Wallet.of(customer),
                List.of(), Set.of(), Optional.empty())));
        try {
            String id = stripe.createCustomer(organisation, customer,
                    "avid/" + wallets.nameOf(wallet.id()) + "/" + wallet.state().round());
            return change(by, wallet, state -> state.known(id));
        } catch (StripeRefusedException refused) {
            throw refused.failure();
        } catch (StripeFailedException failed) {
            change(by, wallet, Wallet::nextRound);
            throw Failure.unavailable("Stripe", failed);
        }
    }

    /** From its first use on, an organisation's account is swept. */
    private void beginSweeping(Principal by) {
        sweeps.create(by, new NewAggregate<>(SweepStripe.ID, new Sweep(clock.instant().getEpochSecond(), clock.instant(), 0, 0),
                List.of(), Set.of(), Optional.empty()));
    }

    Stored<Wallet> change(Principal by, Stored<Wallet> wallet, UnaryOperator<Wallet> step) {
        if (step.apply(wallet.state()).equals(wallet.state())) {
            return wallet;
        }
        return wallets.update(by, wallet, Optional.empty(), current -> decide(current, step));
    }

    Change<Wallet> decide(Stored<Wallet> current, UnaryOperator<Wallet> step) {
        Wallet next = step.apply(current.state());
        return new Change<>(next, facts.of(Optional.of(current.state()), next), Optional.of(keys(next)));
    }

    private static Set<UniqueKey> keys(Wallet wallet) {
        return wallet.methods().stream().flatMap((SavedMethod method) -> Stream.of(new UniqueKey("method", method.id()),
                new UniqueKey("stripe-method", method.stripeId()))).collect(Collectors.toSet());
    }

    /** A name that no customer can have is one of those that do not exist. */
    private static String idOf(String customer) {
        if (!customer.startsWith(PREFIX) || customer.length() == PREFIX.length() || customer.indexOf('/', PREFIX.length()) >= 0) {
            throw Failure.notFound(customer);
        }
        return customer.substring(PREFIX.length());
    }

    static void requireSeen(Principal by, String customer, String name) {
        if (!by.sees(customer)) {
            throw Failure.notFound(name);
        }
    }

    static Failure methodMissing(String customer, String why) {
        return Failure.of(io.avid.platform.error.FailureKind.FAILED_PRECONDITION, "METHOD_MISSING",
                why + " Save a card by StartMethodSetup, or name another.", Map.of("customer", customer));
    }
}
