package io.avid.platform.clock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, with a pause after each time, until it is closed. What it throws
 * is logged and does not end it.
 */
public final class PeriodicWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicWork.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Runnable work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean wake;
    private volatile boolean closed;
    private volatile Thread thread;

    /**
     * Work that has not begun.
     *
     * @param name of its thread
     * @param pause before the first time and after each
     */
    public PeriodicWork(String name, Duration pause, Runnable work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
    }

    /** Begins; the first time comes after a pause. */
    public void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Ends the present pause. */
    public void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                rest();
                if (!closed) {
                    once();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() throws InterruptedException {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(pause.toMillis());
        lock.lockInterruptibly();
        try {
            while (!wake && leftNanos > 0) {
                leftNanos = woken.awaitNanos(leftNanos);
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }

    private void once() {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.atWarn().addKeyValue("work", name).addKeyValue("cause", e.getClass().getName())
                        .log("Work that is done again and again failed; it is done again after its pause");
            }
        }
    }

    /** Ends it and waits for what is under way. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(LONGEST_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
