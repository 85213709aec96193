package io.avid.payment.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * How far an organisation's account at Stripe was swept; one for each organisation that ever used it.
 *
 * @param readToSeconds up to when Stripe's events were read, seconds since 1970
 * @param begunAt when the last sweep began
 * @param events how many events the last sweep read
 * @param changed how much changed by it
 */
public record Sweep(long readToSeconds, Instant begunAt, int events, int changed) {
    public Sweep {
        Objects.requireNonNull(begunAt, "begunAt");
    }
}
