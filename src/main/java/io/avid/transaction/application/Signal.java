package io.avid.transaction.application;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait until something holds. */
final class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();

    /** Says that what others wait for may hold now. */
    void raise() {
        lock.lock();
        try {
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it holds, at most so long.
     *
     * @return whether it holds
     */
    boolean await(BooleanSupplier holds, long timeoutMillis) throws InterruptedException {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lockInterruptibly();
        try {
            while (!holds.getAsBoolean()) {
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = raised.awaitNanos(leftNanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
