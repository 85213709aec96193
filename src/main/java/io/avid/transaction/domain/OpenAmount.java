package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What remains of a charge or of funds, and how it came to that.
 *
 * @param transaction the charge, payment or credit
 * @param movements   in the order in which they were recorded; the first is the transaction itself
 * @param allocations of it, in the order in which they were made, those taken back included
 */
public record OpenAmount(TransactionId transaction, List<Movement> movements, List<AllocationId> allocations) {

    public OpenAmount {
        movements = List.copyOf(movements);
        allocations = List.copyOf(allocations);
    }

    OpenAmount with(Movement movement) {
        return new OpenAmount(transaction, appended(movements, movement), allocations);
    }

    OpenAmount with(Movement movement, AllocationId allocation) {
        return new OpenAmount(transaction, appended(movements, movement), appended(allocations, allocation));
    }

    private static <T> List<T> appended(List<T> values, T value) {
        List<T> more = new ArrayList<>(values.size() + 1);
        more.addAll(values);
        more.add(value);
        return more;
    }

    /** What remains when every movement counts, whatever its date; minor units. */
    public long remainingMinor() {
        long remaining = 0;
        for (Movement movement : movements) {
            remaining = Math.addExact(remaining, movement.deltaMinor());
        }
        return remaining;
    }

    /** What remains on a business date, as known at a position; minor units. */
    public long remainingMinor(LocalDate asOf, long knownAtPosition) {
        long remaining = 0;
        for (Movement movement : movements) {
            if (!movement.effectiveDate().isAfter(asOf) && movement.recordedPosition() <= knownAtPosition) {
                remaining = Math.addExact(remaining, movement.deltaMinor());
            }
        }
        return remaining;
    }

    /**
     * The least that remains on any date from {@code from} on. An allocation dated in the past must leave something on every later date:
     * the total alone would allow one that overdraws the days before an earlier allocation was taken back.
     */
    public long leastRemainingMinorFrom(LocalDate from) {
        long least = remainingMinor(from, Long.MAX_VALUE);
        for (Movement movement : movements) {
            if (movement.effectiveDate().isAfter(from)) {
                least = Math.min(least, remainingMinor(movement.effectiveDate(), Long.MAX_VALUE));
            }
        }
        return least;
    }
}
