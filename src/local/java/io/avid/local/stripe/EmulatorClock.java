package io.avid.local.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// The emulator's time: the machine's, set forward by what tests and people asked for. Never set back, and kept over a
/// restart, so that nothing that was due becomes undue.
final class EmulatorClock {

    private static final String ACCOUNT = "_emulator";
    private static final String ID = "clock";

    private final ObjectStore store;
    private final AtomicLong aheadMillis = new AtomicLong();

    EmulatorClock(ObjectStore store) {
        this.store = store;
        aheadMillis.set(store.read(ACCOUNT, work -> work.find(Kind.CLOCK, ID).map(clock -> StripeJson.number(clock, "ahead_millis")).orElse(0L)));
    }

    Instant now() {
        return Instant.now().plusMillis(aheadMillis.get());
    }

    long seconds() {
        return now().getEpochSecond();
    }

    long millis() {
        return now().toEpochMilli();
    }

    void advance(Duration by) {
        store.change(ACCOUNT, work -> {
            long ahead = aheadMillis.addAndGet(by.toMillis());
            work.put(Kind.CLOCK, ID, StripeJson.object().put("ahead_millis", ahead));
            return ahead;
        });
    }
}
