package io.avid.local.stripe;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What happens by itself later: money booked, a dispute opened, a session expired. A timer is an object like any other,
/// written with what started it, and removed with what it did, so a kill in between loses nothing and repeats nothing.
final class Timers {

    /// Does what is due to the object of this id.
    @FunctionalInterface
    interface Action {
        void run(Call call, String id);
    }

    private static final long MILLIS_PER_SECOND = 1_000;

    private final Map<String, Action> actions = new HashMap<>();

    void on(String name, Action action) {
        actions.put(name, action);
    }

    void start(Call call, String action, String id, Duration after) {
        ObjectNode timer = call.make(Kind.TIMER, "{}");
        call.work().put(Kind.TIMER, timer.put("due", Long.toString(call.now() + Math.ceilDiv(after.toMillis(), MILLIS_PER_SECOND))).put("action", action).put("target", id));
    }

    boolean isAnyDue(Work work, long now) {
        for (StoredObject timer : work.stored(Kind.TIMER)) {
            if (isDue(timer, now)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDue(StoredObject timer, long now) {
        return Long.parseLong(timer.links().get("due")) <= now;
    }

    /// Runs everything that is due in one account, in the order in which it became due.
    ///
    /// @return whether anything was
    boolean runDue(Call call) {
        List<ObjectNode> due = call.work().all(Kind.TIMER, timer -> isDue(timer, call.now())).reversed().stream()
                .sorted(Comparator.comparingLong(timer -> Long.parseLong(StripeJson.text(timer, "due")))).toList();
        for (ObjectNode timer : due) {
            call.work().delete(Kind.TIMER, StripeJson.text(timer, "id"));
            actions.get(StripeJson.text(timer, "action")).run(call, StripeJson.text(timer, "target"));
        }
        return !due.isEmpty();
    }
}
