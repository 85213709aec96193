package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The saving of a card.
 *
 * @param customer {@code customers/{id}}
 * @param state where it stands
 * @param stripeId {@code seti_…} once Stripe has told
 * @param round how often Stripe failed while it was asked; each round has an idempotency key of its own
 * @param clientSecret for the customer's browser
 * @param method the id of the card that was saved
 * @param actionUrl where the customer proves that it is them
 * @param decline why the card was refused
 * @param readAt when Stripe was asked for what is known
 */
public record MethodSetup(String customer, SetupState state, Optional<String> stripeId, int round, String clientSecret,
        Optional<String> method, Optional<String> actionUrl, Optional<Decline> decline, Optional<Instant> readAt) {
    public MethodSetup {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(actionUrl, "actionUrl");
        Objects.requireNonNull(decline, "decline");
        Objects.requireNonNull(readAt, "readAt");
    }

    /** One that was asked for. */
    public static MethodSetup of(String customer) {
        return new MethodSetup(customer, SetupState.OPEN, Optional.empty(), 0, "", Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** Another round of asking, because Stripe failed in this one. */
    public MethodSetup nextRound() {
        return new MethodSetup(customer, state, stripeId, round + 1, clientSecret, method, actionUrl, decline, readAt);
    }

    /**
     * Applies what Stripe says. An end stays; before it, what was asked later counts.
     *
     * @param saved the id of the card that the reading names
     */
    public MethodSetup learned(SetupReading reading, Optional<String> saved) {
        boolean another = stripeId.filter(id -> !id.equals(reading.stripeId())).isPresent();
        boolean older = !reading.state().isFinal() && readAt.filter(known -> known.isAfter(reading.askedAt())).isPresent();
        if (another || state.isFinal() || older) {
            return this;
        }
        var next = new MethodSetup(customer, reading.state(), Optional.of(reading.stripeId()), round, reading.clientSecret(), saved,
                reading.state() == SetupState.REQUIRES_AUTHENTICATION ? reading.actionUrl() : Optional.empty(),
                reading.state() == SetupState.REFUSED ? reading.decline() : Optional.empty(), Optional.of(reading.askedAt()));
        return next.says(this) ? this : next;
    }

    /** Whether it says the same as another, whenever it was asked. */
    private boolean says(MethodSetup other) {
        return state == other.state && stripeId.equals(other.stripeId) && method.equals(other.method)
                && actionUrl.equals(other.actionUrl) && decline.equals(other.decline);
    }

    @Override
    public String toString() {
        return "MethodSetup[" + stripeId + " " + state + "]";
    }
}
