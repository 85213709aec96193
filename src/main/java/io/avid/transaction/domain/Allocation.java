package io.avid.transaction.domain;

import java.time.LocalDate;

/**
 * Says that part of a payment or credit settles part of a charge.
 *
 * @param id            see {@link AllocationId#derive}
 * @param funds         the payment or credit
 * @param charge        the charge
 * @param amountMinor   whole minor units, positive, in the currency of both
 * @param effectiveDate from when it counts: never before the charge's invoice date or the funds' date
 */
public record Allocation(AllocationId id, TransactionId funds, TransactionId charge, long amountMinor, LocalDate effectiveDate) {

    public Allocation {
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("Allocation " + id.value() + " has amount " + amountMinor + "; expected a positive number of minor units.");
        }
    }
}
