package io.avid.platform.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the durable writes of this JVM while somebody observes them. */
public final class CountingWriteHook implements WriteHook {
    private static final List<Collection<String>> OBSERVERS = new CopyOnWriteArrayList<>();

    /** Runs an action and adds every durable write that begins meanwhile, as "store operation". */
    public static void observe(Collection<String> writes, Runnable action) {
        Collection<String> collected = java.util.Collections.synchronizedList(new ArrayList<>());
        OBSERVERS.add(collected);
        try {
            action.run();
        } finally {
            OBSERVERS.remove(collected);
            writes.addAll(collected);
        }
    }

    @Override
    public void beforeWrite(String store, String operation) {
        OBSERVERS.forEach(observer -> observer.add(store + " " + operation));
    }

    @Override
    public void afterWrite(String store, String operation) {}
}
