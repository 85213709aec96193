package io.avid.invoice;

import io.avid.platform.store.WriteHook;

/**
 * Ends what a thread does at one of its durable writes, as a kill of the process would: an Error that
 * nothing catches, before the write is sent or after it is acknowledged.
 */
public final class KillThisThreadAtWrite implements WriteHook {
    private static final ThreadLocal<Countdown> COUNTDOWN = new ThreadLocal<>();

    /** The end. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Countdown {
        private int left;

        private Countdown(int left) {
            this.left = left;
        }
    }

    /**
     * Runs an action until one of its writes.
     *
     * @param moment from 1; the odd ones are before a write, the even ones after it
     * @return whether it was killed; otherwise it had fewer writes
     */
    static boolean killed(int moment, Runnable action) {
        COUNTDOWN.set(new Countdown(moment));
        try {
            action.run();
            return false;
        } catch (Killed killed) {
            return true;
        } finally {
            COUNTDOWN.remove();
        }
    }

    @Override
    public void beforeWrite(String store, String operation) {
        count();
    }

    @Override
    public void afterWrite(String store, String operation) {
        count();
    }

    private static void count() {
        Countdown countdown = COUNTDOWN.get();
        if (countdown != null) {
            countdown.left--;
            if (countdown.left == 0) {
                throw new Killed();
            }
        }
    }
}
