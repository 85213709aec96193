package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.List;

/** What is particular to each kind of transaction. */
public sealed interface Terms {

    /** The kind that has these terms. */
    TransactionKind kind();

    /** The business date on which the transaction counts, in the organisation's time zone. */
    LocalDate date();

    /**
     * Of a charge.
     *
     * @param customer    the customer's resource name
     * @param invoiceDate from when it is owed
     * @param dueDate     the day after it, it is late
     * @param disputed    whether the customer disputes it
     */
    record Charge(String customer, LocalDate invoiceDate, LocalDate dueDate, boolean disputed) implements Terms {
        @Override
        public TransactionKind kind() {
            return TransactionKind.CHARGE;
        }

        @Override
        public LocalDate date() {
            return invoiceDate;
        }
    }

    /**
     * Of a payment.
     *
     * @param customer          the customer's resource name
     * @param date              the day on which the money arrived
     * @param postedAllocations the allocations that came with it, kept to tell a repeated post from a different one
     */
    record Payment(String customer, LocalDate date, List<PostedAllocation> postedAllocations) implements Terms {
        public Payment {
            postedAllocations = List.copyOf(postedAllocations);
        }

        @Override
        public TransactionKind kind() {
            return TransactionKind.PAYMENT;
        }
    }

    /**
     * Of a credit.
     *
     * @param customer          the customer's resource name
     * @param date              from when it counts
     * @param postedAllocations as of a payment
     */
    record Credit(String customer, LocalDate date, List<PostedAllocation> postedAllocations) implements Terms {
        public Credit {
            postedAllocations = List.copyOf(postedAllocations);
        }

        @Override
        public TransactionKind kind() {
            return TransactionKind.CREDIT;
        }
    }

    /**
     * Of a reversal.
     *
     * @param customer the customer of what is reversed
     * @param reverses what is undone
     * @param date     from when it is undone; not before the reversed transaction's date
     */
    record Reversal(String customer, TransactionId reverses, LocalDate date) implements Terms {
        @Override
        public TransactionKind kind() {
            return TransactionKind.REVERSAL;
        }
    }

    /**
     * Of a fee.
     *
     * @param customer whose payment it was for, by resource name; empty where none is named
     * @param date     when it was taken
     */
    record Fee(String customer, LocalDate date) implements Terms {
        @Override
        public TransactionKind kind() {
            return TransactionKind.FEE;
        }
    }

    /**
     * Of a refund.
     *
     * @param customer the customer's resource name
     * @param refunds  the payment whose money goes back
     * @param date     from when; not before the payment's date
     */
    record Refund(String customer, TransactionId refunds, LocalDate date) implements Terms {
        @Override
        public TransactionKind kind() {
            return TransactionKind.REFUND;
        }
    }

    /** The customer's resource name; empty for a fee that names none. */
    String customer();

    /**
     * @param charge      what was settled
     * @param amountMinor by how much; positive
     */
    record PostedAllocation(TransactionId charge, long amountMinor) {
    }
}
