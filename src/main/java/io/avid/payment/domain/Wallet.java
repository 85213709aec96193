package io.avid.payment.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A customer at Stripe, and the cards that it saved there. There is one for each customer, whose id it
 * has; so which card is preferred is decided in one write.
 *
 * @param customer {@code customers/{id}}
 * @param stripeCustomer {@code cus_…} once Stripe has told
 * @param round how often Stripe failed while it was asked; each round has an idempotency key of its own
 * @param methods cards, first saved first, forgotten ones among them
 * @param preferred the id of the card that is taken where none is named
 */
public record Wallet(String customer, Optional<String> stripeCustomer, int round, List<SavedMethod> methods,
        Optional<String> preferred) {
    /** Keeps the document small; the cards forgotten longest ago go first. */
    private static final int METHODS_MAX = 100;

    public Wallet {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(stripeCustomer, "stripeCustomer");
        methods = List.copyOf(methods);
        Objects.requireNonNull(preferred, "preferred");
    }

    /** A customer that Stripe does not know yet. */
    public static Wallet of(String customer) {
        return new Wallet(customer, Optional.empty(), 0, List.of(), Optional.empty());
    }

    /** Records Stripe's id; the first one stays. */
    public Wallet known(String id) {
        return stripeCustomer.isPresent() ? this : new Wallet(customer, Optional.of(id), round, methods, preferred);
    }

    /** Another round of asking, because Stripe failed in this one. */
    public Wallet nextRound() {
        return new Wallet(customer, stripeCustomer, round + 1, methods, preferred);
    }

    /** Adds a card, which is preferred from now on; one that is known stays as it is. */
    public Wallet saved(SavedMethod method) {
        if (find(method.id()).isPresent()) {
            return this;
        }
        var next = new ArrayList<>(methods);
        next.add(method);
        while (next.size() > METHODS_MAX && next.stream().anyMatch(SavedMethod::detached)) {
            next.remove(next.stream().filter(SavedMethod::detached).findFirst().orElseThrow());
        }
        return new Wallet(customer, stripeCustomer, round, next, Optional.of(method.id()));
    }

    /** Chooses the card that is taken where none is named. */
    public Wallet preferring(String id) {
        return new Wallet(customer, stripeCustomer, round, methods, Optional.of(id));
    }

    /** Forgets a card; the last one saved of those left is preferred then. */
    public Wallet forgot(String id) {
        List<SavedMethod> next = methods.stream().map(method -> method.id().equals(id) ? method.forgotten() : method).toList();
        Optional<String> chosen = preferred.filter(current -> !current.equals(id)).or(() -> lastSaved(next));
        return new Wallet(customer, stripeCustomer, round, next, chosen);
    }

    /** A card that its bank renewed. */
    public Wallet renewed(String id, Card card) {
        return new Wallet(customer, stripeCustomer, round,
                methods.stream().map(method -> method.id().equals(id) ? method.with(card) : method).toList(), preferred);
    }

    /** The card of this id, forgotten or not. */
    public Optional<SavedMethod> find(String id) {
        return methods.stream().filter(method -> method.id().equals(id)).findFirst();
    }

    /** The cards that can be charged, last saved first. */
    public List<SavedMethod> usable() {
        return methods.stream().filter(method -> !method.detached())
                .sorted(Comparator.comparing(SavedMethod::savedAt).reversed().thenComparing(SavedMethod::id)).toList();
    }

    private static Optional<String> lastSaved(List<SavedMethod> methods) {
        return methods.stream().filter(method -> !method.detached()).max(Comparator.comparing(SavedMethod::savedAt))
                .map(SavedMethod::id);
    }
}
