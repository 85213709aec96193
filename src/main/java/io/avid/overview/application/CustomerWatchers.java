package io.avid.overview.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who watch a customer in this process, of whom there may only be so many, and how they are woken.
 *
 * <p>A change that comes while a watcher is busy is remembered, once: however many come, it looks again
 * one time.
 */
public final class CustomerWatchers {
    private final OverviewProperties settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Watched, Set<Watcher>> watchers = new HashMap<>();
    private final Map<String, Integer> perOrganisation = new HashMap<>();
    private int count;
    private boolean ending;

    private record Watched(String organisation, String customer) {}

    public CustomerWatchers(OverviewProperties settings) {
        this.settings = settings;
    }

    /**
     * One more, until it is closed.
     *
     * @throws Failure RESOURCE_EXHAUSTED (LIMIT_REACHED) if there are as many as there may be, UNAVAILABLE when this
     *     process is ending
     */
    Watcher open(String organisation, String customer) {
        lock.lock();
        try {
            if (ending) {
                throw goingDown();
            }
            int ofOrganisation = perOrganisation.getOrDefault(organisation, 0);
            if (count >= settings.watchers()) {
                throw tooMany("avid.overview.watchers", settings.watchers());
            }
            if (ofOrganisation >= settings.watchersPerOrganisation()) {
                throw tooMany("avid.overview.watchers-per-organisation", settings.watchersPerOrganisation());
            }
            count++;
            perOrganisation.put(organisation, ofOrganisation + 1);
            var watched = new Watched(organisation, customer);
            var watcher = new Watcher(watched);
            watchers.computeIfAbsent(watched, any -> new HashSet<>()).add(watcher);
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    /** Something of a customer changed. */
    public void changed(String organisation, String customer) {
        lock.lock();
        try {
            watchers.getOrDefault(new Watched(organisation, customer), Set.of()).forEach(Watcher::wake);
        } finally {
            lock.unlock();
        }
    }

    /** This process is about to end: all streams end, and none begins. */
    public void end() {
        lock.lock();
        try {
            ending = true;
            watchers.values().forEach(all -> all.forEach(Watcher::wake));
        } finally {
            lock.unlock();
        }
    }

    /** How many watch now. */
    public int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private static Failure tooMany(String property, int most) {
        return Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", most + " streams watch customers already, as"
                + " many as there may be (" + property + "). End one, or ask GetCustomerOverview now and then.",
                Map.of("limit", property, "greatest", Integer.toString(most)));
    }

    private static Failure goingDown() {
        return Failure.of(FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE",
                "This process of Avid is going down. Watch again: another one, or its next life, answers.",
                Map.of("dependency", "overview"));
    }

    /** One who watches. */
    final class Watcher implements AutoCloseable {
        private final Watched watched;
        private final Condition woken = lock.newCondition();
        private boolean changed;

        private Watcher(Watched watched) {
            this.watched = watched;
        }

        private void wake() {
            changed = true;
            woken.signalAll();
        }

        /**
         * Waits for a change since the last wait, no longer than this.
         *
         * @return whether there was one
         * @throws Failure UNAVAILABLE when this process is ending
         */
        boolean await(Duration longest) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long nanos = longest.toNanos();
                while (!changed && !ending && nanos > 0) {
                    nanos = woken.awaitNanos(nanos);
                }
                if (ending) {
                    throw goingDown();
                }
                boolean was = changed;
                changed = false;
                return was;
            } finally {
                lock.unlock();
            }
        }

        /** Waits this long, whatever changes meanwhile, unless this process is ending. */
        void pause(Duration duration) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long nanos = duration.toNanos();
                while (!ending && nanos > 0) {
                    nanos = woken.awaitNanos(nanos);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                Set<Watcher> others = watchers.get(watched);
                if (others != null && others.remove(this)) {
                    if (others.isEmpty()) {
                        watchers.remove(watched);
                    }
                    count--;
                    perOrganisation.computeIfPresent(watched.organisation(), (any, n) -> n == 1 ? null : n - 1);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
