package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a payment a refund takes: what settles nothing first, then allocations, the latest first, the last of them in part.
 *
 * <p>A refund counts from its date on, and so does each part that it takes back (or from the allocation's own date, where that is
 * later). So the days before stay as they were: the charge was settled then, and is owed again since.
 *
 * <p>What settles nothing is what remains on every date from the refund's on, since money that settles a charge from next week on is
 * not free today. An allocation that a reversal takes back later still counts on the days until then; a refund dated on those days may
 * find nothing to take, though the payment has enough in the end. Then there is no plan on that date, but on a later one.
 */
final class PlanRefund {

    /**
     * A part of an allocation to take back.
     *
     * @param amountMinor   how much, positive
     * @param effectiveDate from when
     */
    record Part(AllocationId allocation, long amountMinor, LocalDate effectiveDate) {
    }

    private final OpenAmount payment;
    private final List<PostedAllocation> allocations;
    private final long amountMinor;

    /**
     * @param payment     what of the payment settles nothing
     * @param allocations of the payment, in the order in which they were made
     * @param amountMinor what is refunded, at most what is left of the payment after earlier refunds
     */
    PlanRefund(OpenAmount payment, List<PostedAllocation> allocations, long amountMinor) {
        this.payment = payment;
        this.allocations = List.copyOf(allocations);
        this.amountMinor = amountMinor;
    }

    /** What to take back for a refund of this date; empty when on that date, or a later one, less than nothing would remain. */
    Optional<List<Part>> on(LocalDate date) {
        long rest = amountMinor - Math.min(amountMinor, Math.max(0, payment.leastRemainingMinorFrom(date)));
        List<Part> parts = new ArrayList<>();
        OpenAmount after = payment.with(new Movement(date, payment.movements().getLast().recordedPosition(), Math.negateExact(amountMinor)));
        for (PostedAllocation made : allocations.reversed()) {
            long part = Math.min(rest, made.countingMinor());
            if (part > 0) {
                LocalDate counted = made.allocation().effectiveDate();
                LocalDate from = date.isBefore(counted) ? counted : date;
                parts.add(new Part(made.allocation().id(), part, from));
                after = after.with(new Movement(from, payment.movements().getLast().recordedPosition(), part));
                rest -= part;
            }
        }
        return rest == 0 && after.leastRemainingMinorFrom(date) >= 0 ? Optional.of(parts) : Optional.empty();
    }

    /** The first date after the given one on which there is a plan; there is one on the last on which anything changes. */
    LocalDate firstAfter(LocalDate date) {
        return payment.movements().stream().map(Movement::effectiveDate).filter(date::isBefore).sorted().filter(day -> on(day).isPresent())
                .findFirst().orElseThrow(() -> new IllegalStateException("A refund of " + amountMinor + " of transaction "
                        + payment.transaction().value() + " fits on no date, though the payment has as much left."));
    }
}
