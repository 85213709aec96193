package io.avid.payment.application;

import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Wallet;
import io.avid.payment.stripe.StripeFailedException;
import io.avid.payment.stripe.StripeGateway;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;

/** A customer's saved cards: listing, preferring and forgetting them. */
public final class KeepMethods {
    private static final String PREFIX = "paymentMethods/";

    private final AggregateStore<Wallet> wallets;
    private final KnowCustomer customers;
    private final StripeGateway stripe;

    public KeepMethods(AggregateStore<Wallet> wallets, KnowCustomer customers, StripeGateway stripe) {
        this.wallets = wallets;
        this.customers = customers;
        this.stripe = stripe;
    }

    /** The cards that can be charged, last saved first; none for a customer that never saved one. */
    public Optional<Wallet> list(Principal by, String customer) {
        KnowCustomer.requireSeen(by, customer, customer);
        return customers.find(by, customer).map(Stored::state);
    }

    /** A card with the wallet that it is in. */
    public record Kept(Wallet wallet, SavedMethod method) {}

    /**
     * Chooses the card that is taken where none is named.
     *
     * @throws Failure NOT_FOUND, also where it was forgotten
     */
    public Kept prefer(Principal by, String name, RequestIdentity request) {
        Stored<Wallet> wallet = wallet(by, name);
        String id = idOf(name);
        if (wallet.state().find(id).filter(method -> !method.detached()).isEmpty()) {
            throw Failure.notFound(name);
        }
        Stored<Wallet> chosen = wallets.update(by, wallet, Optional.of(request), current ->
                customers.decide(current, state -> state.preferring(id)));
        return new Kept(chosen.state(), chosen.state().find(id).orElseThrow());
    }

    /**
     * Forgets a card at Stripe and here; right also where that has happened.
     *
     * @throws Failure NOT_FOUND, UNAVAILABLE
     */
    public void detach(Principal by, String name) {
        Stored<Wallet> wallet = wallet(by, name);
        SavedMethod method = wallet.state().find(idOf(name)).orElseThrow(() -> Failure.notFound(name));
        if (!method.detached()) {
            try {
                stripe.detachMethod(by.organisation(), method.stripeId());
            } catch (StripeFailedException failed) {
                throw Failure.unavailable("Stripe", failed);
            }
            customers.change(by, wallet, state -> state.forgot(method.id()));
        }
    }

    /** Looks at Stripe what became of a card. */
    boolean refresh(Principal by, String stripeMethod) {
        Optional<Stored<Wallet>> found = customers.findByStripeMethod(by.organisation(), stripeMethod);
        if (found.isEmpty()) {
            return false;
        }
        Stored<Wallet> wallet = found.get();
        List<SavedMethod> methods = wallet.state().methods().stream().filter(method -> method.stripeId().equals(stripeMethod)).toList();
        Stored<Wallet> current = wallet;
        for (SavedMethod method : methods) {
            Optional<SavedMethod> now = stripe.readMethod(by.organisation(), stripeMethod, method);
            current = customers.change(by, current, state -> now.map(known -> state.renewed(method.id(), known.card()))
                    .orElseGet(() -> state.find(method.id()).filter(SavedMethod::detached).isPresent() ? state : state.forgot(method.id())));
        }
        return current.version() != wallet.version();
    }

    private Stored<Wallet> wallet(Principal by, String name) {
        return customers.findByMethod(by.organisation(), idOf(name))
                .filter(wallet -> by.sees(wallet.state().customer())).orElseThrow(() -> Failure.notFound(name));
    }

    private static String idOf(String name) {
        if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
            throw Failure.notFound(name);
        }
        return name.substring(PREFIX.length());
    }
}
