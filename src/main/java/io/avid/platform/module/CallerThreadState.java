package io.avid.platform.module;

/**
 * Something that a caller's thread carries besides its stack (a ThreadLocal of a library), and that
 * must not be seen by another module.
 *
 * <p>A call inside one process runs on the caller's thread; over the network it would not, and would
 * find none of this. So the channel sets it aside before the handler and puts it back after. Each
 * library known to leave such state has one implementation, a bean of the platform.
 */
public interface CallerThreadState {
    /** What to do when there was nothing to set aside; compared by identity, since it is the usual case. */
    Runnable NOTHING = () -> {};

    /**
     * Empties the state of this thread.
     *
     * @return puts it back exactly as it was, on this thread; {@link #NOTHING} if it was empty
     */
    Runnable setAside();
}
