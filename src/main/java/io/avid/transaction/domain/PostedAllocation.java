package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An allocation and its place in the journal.
 *
 * @param allocation what settles what
 * @param position   of the fact
 * @param undone     how it was taken back
 */
public record PostedAllocation(Allocation allocation, long position, Optional<Undone> undone) {

    /**
     * @param by            the reversal that took it back
     * @param effectiveDate from when it no longer counts
     * @param position      of the fact that says so
     */
    public record Undone(TransactionId by, LocalDate effectiveDate, long position) {
    }
}
