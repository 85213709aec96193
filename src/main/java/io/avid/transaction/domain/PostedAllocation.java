package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * An allocation, its place in the journal and what was taken back of it.
 *
 * @param allocation what settles what
 * @param position   of the fact
 * @param takenBack  by refunds and a reversal, in the order in which they were recorded
 */
public record PostedAllocation(Allocation allocation, long position, List<TakenBack> takenBack) {

    /**
     * @param by            the refund or reversal
     * @param amountMinor   how much of the allocation
     * @param effectiveDate from when that no longer counts
     * @param position      of the fact that says so
     */
    public record TakenBack(TransactionId by, long amountMinor, LocalDate effectiveDate, long position) {
    }

    public PostedAllocation {
        takenBack = List.copyOf(takenBack);
    }

    /** What of it was taken back; minor units. */
    public long takenBackMinor() {
        long taken = 0;
        for (TakenBack part : takenBack) {
            taken = Math.addExact(taken, part.amountMinor());
        }
        return taken;
    }

    /** What of it still counts in the end; minor units. */
    public long countingMinor() {
        return allocation.amountMinor() - takenBackMinor();
    }

    /** The position since which nothing of it counts; 0 while a part does. */
    public long undonePosition() {
        return countingMinor() == 0 ? takenBack.getLast().position() : 0;
    }

    PostedAllocation with(TakenBack part) {
        List<TakenBack> more = new ArrayList<>(takenBack);
        more.add(part);
        return new PostedAllocation(allocation, position, more);
    }
}
