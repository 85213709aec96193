package io.avid.platform.store;

import io.avid.platform.error.Failure;

/** What became of one aggregate of a batch. */
public sealed interface CreateOutcome<T> {
    /** It was created, now or by an earlier call with the same request. */
    record Created<T>(Stored<T> aggregate) implements CreateOutcome<T> {}

    /** Another aggregate has one of its unique keys. */
    record KeyTaken<T>(UniqueKey key, Stored<T> holder) implements CreateOutcome<T> {}

    /** It was refused, or its outcome is unknown (UNAVAILABLE: repeat with the same request_id). */
    record Refused<T>(Failure failure) implements CreateOutcome<T> {}
}
