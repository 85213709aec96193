package io.avid.payment.application;

import java.time.Instant;
import java.util.Objects;

/**
 * An event of Stripe's as it came.
 *
 * @param organisation whose account it is of
 * @param id {@code evt_…}
 * @param body as it came
 * @param received when
 * @param attempts how often it was tried to apply it
 */
public record ReceivedEvent(String organisation, String id, String body, Instant received, int attempts) {
    public ReceivedEvent {
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(received, "received");
    }

    @Override
    public String toString() {
        return "ReceivedEvent[" + organisation + "/" + id + "]";
    }
}
