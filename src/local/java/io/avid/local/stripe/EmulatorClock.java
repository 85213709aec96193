package io.avid.local.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The emulator's time, of each account its own: the machine's, set forward by what tests and people asked for. Never set
/// back, and kept over a restart, so that nothing that was due becomes undue.
final class EmulatorClock {

    private static final String ID = "clock";

    private final ObjectStore store;
    private final Map<String, Long> aheadMillis = new ConcurrentHashMap<>();

    EmulatorClock(ObjectStore store) {
        this.store = store;
        for (String account : store.accounts()) {
            store.read(account, work -> work.find(Kind.CLOCK, ID)).ifPresent(clock -> aheadMillis.put(account, StripeJson.number(clock, "ahead_millis")));
        }
    }

    long millis(String account) {
        return Instant.now().toEpochMilli() + aheadMillis.getOrDefault(account, 0L);
    }

    /// When a moment of the account's time comes on the machine's clock.
    long machineMillis(String account, long accountMillis) {
        return accountMillis - aheadMillis.getOrDefault(account, 0L);
    }

    long seconds(String account) {
        return Math.floorDiv(millis(account), 1_000);
    }

    void advance(String account, Duration by) {
        store.change(account, work -> {
            long ahead = aheadMillis.merge(account, by.toMillis(), Math::addExact);
            work.put(Kind.CLOCK, ID, StripeJson.object().put("ahead_millis", ahead));
            return ahead;
        });
    }
}
