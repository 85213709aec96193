package io.avid.platform.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The time of the machine, and waiting for it to pass. */
public final class MachineClock implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.now();
    }

    /** Does nothing for a while; an interrupt ends the wait early. */
    public void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
