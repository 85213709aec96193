package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.List;

/// Drops what Stripe, too, keeps for a while only: answers under idempotency keys for a day, events for thirty.
///
/// @param store of all accounts
/// @param clock theirs
record ForgetOldObjects(ObjectStore store, EmulatorClock clock) {

    private static final int AT_A_TIME = 1_000;

    void run() {
        for (String account : store.accounts()) {
            forget(account, Kind.IDEMPOTENT_ANSWER, ServeRequest.ANSWERS_KEPT.toSeconds());
            forget(account, Kind.EVENT, Events.KEPT.toSeconds());
        }
    }

    private void forget(String account, Kind kind, long keptSeconds) {
        long oldest = clock.seconds(account) - keptSeconds;
        List<String> old = store.read(account, work -> {
            List<String> found = new ArrayList<>();
            for (StoredObject object : work.stored(kind)) {
                if (object.created() < oldest && found.size() < AT_A_TIME) {
                    found.add(object.id());
                }
            }
            return found;
        });
        if (!old.isEmpty()) {
            store.change(account, work -> {
                old.forEach(id -> work.delete(kind, id));
                return old;
            });
        }
    }
}
