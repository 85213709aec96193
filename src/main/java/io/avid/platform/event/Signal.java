package io.avid.platform.event;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keys that wait to be dealt with; noting one wakes who waits for them. */
final class Signal<K> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noted = lock.newCondition();
    private final Set<K> keys = new LinkedHashSet<>();

    void note(K key) {
        lock.lock();
        try {
            keys.add(key);
            noted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all keys; waits for the first one, but no longer than this. */
    Set<K> take(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = longest.toNanos();
            while (keys.isEmpty() && nanos > 0) {
                nanos = noted.awaitNanos(nanos);
            }
            Set<K> taken = new LinkedHashSet<>(keys);
            keys.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
