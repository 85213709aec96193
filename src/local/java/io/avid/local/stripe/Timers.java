package io.avid.local.stripe;

import java.time.Duration;
import java.util.HashMap;
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

    private final Map<String, Action> actions = new HashMap<>();

    void on(String name, Action action) {
        actions.put(name, action);
    }

    void start(Call call, String action, String id, Duration after) {
        ObjectNode timer = call.make(Kind.TIMER, "{}");
        call.work().put(Kind.TIMER, timer.put("due", call.now() + after.toSeconds()).put("action", action).put("target", id));
    }

    boolean isAnyDue(Work work, long now) {
        for (StoredObject timer : work.stored(Kind.TIMER)) {
            if (StripeJson.number(timer.node(), "due") <= now) {
                return true;
            }
        }
        return false;
    }

    /// Runs everything that is due in one account, in the order in which it became due.
    ///
    /// @return whether anything was
    boolean runDue(Call call) {
        var due = call.work().all(Kind.TIMER, any -> true).reversed().stream().filter(timer -> StripeJson.number(timer, "due") <= call.now())
                .sorted(java.util.Comparator.comparingLong(timer -> StripeJson.number(timer, "due"))).toList();
        for (ObjectNode timer : due) {
            call.work().delete(Kind.TIMER, StripeJson.text(timer, "id"));
            actions.get(StripeJson.text(timer, "action")).run(call, StripeJson.text(timer, "target"));
        }
        return !due.isEmpty();
    }
}
