package io.avid.transaction.domain;

/** A block is not what the chain says it must be: changed, cut, or out of place. */
public final class DamagedJournalException extends RuntimeException {

    public DamagedJournalException(String message) {
        super(message);
    }

    public DamagedJournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
