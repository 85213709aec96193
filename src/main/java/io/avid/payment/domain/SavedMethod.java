package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * A saved card.
 *
 * @param id without the resource's prefix
 * @param stripeId {@code pm_…}
 * @param card what of it may be shown
 * @param savedAt when it was saved
 * @param detached whether it was forgotten; kept so that forgetting it again is right
 */
public record SavedMethod(String id, String stripeId, Card card, Instant savedAt, boolean detached) {
    public SavedMethod {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stripeId, "stripeId");
        Objects.requireNonNull(card, "card");
        Objects.requireNonNull(savedAt, "savedAt");
    }

    SavedMethod forgotten() {
        return new SavedMethod(id, stripeId, card, savedAt, true);
    }

    SavedMethod with(Card known) {
        return new SavedMethod(id, stripeId, known, savedAt, detached);
    }
}
