package io.avid.payment.application;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps who reads again and again from asking Stripe each time: the same thing is asked once a second at most. */
public final class AskedLately {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Cache<String, Instant> asked = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public AskedLately(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether Stripe may be asked for it now; who is told so asks. */
    boolean mayAsk(String organisation, String name) {
        Instant now = clock.instant();
        return asked.asMap().compute(organisation + "/" + name, (key, last) ->
                last == null || !now.isBefore(last.plus(FRESH)) ? now : last).equals(now);
    }
}
