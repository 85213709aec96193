package io.avid.platform.process;

import java.util.Optional;

/**
 * One named step of a process. It is safe to repeat: what it asks of others carries the context's
 * request id, so that a repetition is the same request.
 */
public sealed interface Step permits CallStep, ItemStep {
    /** Its name within the process, of lower-case letters, digits and hyphens; it is part of request ids. */
    String name();

    /** How often and when it is tried again while its outcome is unknown or the cause may pass. */
    default RetryPolicy retryPolicy() {
        return RetryPolicy.STANDARD;
    }

    /**
     * What undoes it where a later step fails for good; without one, what it did stays done. The
     * failed step's own is run too, for it may have been done in part.
     */
    default Optional<Compensation> compensation() {
        return Optional.empty();
    }

    /**
     * Whether there is no way back once it is done: where a later step fails or staff cancel the process,
     * nothing up to here is undone, and a retry goes on where it stopped.
     */
    default boolean isPointOfNoReturn() {
        return false;
    }
}
