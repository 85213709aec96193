package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One thing that a command asks for; it is done as a whole or refused as a whole. */
public sealed interface CommandItem {

    /**
     * To post a transaction.
     *
     * @param externalId    unique in the organisation
     * @param invoiceNumber as printed
     * @param currency      ISO 4217
     * @param amountMinor   whole minor units, positive
     * @param subject       what is particular to its kind
     * @param attributes    short facts
     */
    record Post(Optional<String> externalId, Optional<String> invoiceNumber, String currency, long amountMinor, Subject subject,
            Map<String, String> attributes) implements CommandItem {
        public Post {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * To settle charges by what a payment or credit has left.
     *
     * @param funds       the payment or credit
     * @param allocations at least one
     */
    record Allocate(TransactionId funds, List<AllocationRequest> allocations) implements CommandItem {
        public Allocate {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * To undo a transaction and its allocations.
     *
     * @param transaction what is undone
     * @param date        from when; empty means the transaction's own date
     */
    record Reverse(TransactionId transaction, Optional<LocalDate> date) implements CommandItem {
    }

    /**
     * To change marks of a transaction; what is not given stays.
     *
     * @param transaction which
     * @param disputed    whether the customer disputes it
     * @param attributes  to set
     * @param removed     names of attributes to take away
     */
    record Annotate(TransactionReference transaction, Optional<Boolean> disputed, Map<String, String> attributes, Set<String> removed)
            implements CommandItem {
        public Annotate {
            attributes = Map.copyOf(attributes);
            removed = Set.copyOf(removed);
        }
    }

    /** What is particular to each kind that can be posted. */
    sealed interface Subject {

        /** The customer's resource name; empty for a fee that names none. */
        String customer();
    }

    /**
     * @param customer    the customer's resource name
     * @param invoiceDate from when it is owed
     * @param dueDate     the day after it, it is late
     * @param disputed    whether the customer disputes it
     */
    record Charge(String customer, LocalDate invoiceDate, LocalDate dueDate, boolean disputed) implements Subject {
    }

    /**
     * @param customer    the customer's resource name
     * @param date        when the money arrived
     * @param cash        where it arrived
     * @param allocations what it settles at once
     */
    record Payment(String customer, LocalDate date, AccountKind cash, List<AllocationRequest> allocations) implements Subject {
        public Payment {
            allocations = List.copyOf(allocations);
            requireCash(cash);
        }
    }

    /**
     * @param customer whose payment it is for, by resource name; empty where none is named
     * @param date     when it was taken
     * @param cash     from where
     */
    record Fee(String customer, LocalDate date, AccountKind cash) implements Subject {
        public Fee {
            requireCash(cash);
        }
    }

    /**
     * @param customer the customer's resource name
     * @param date     when the money goes back
     * @param payment  whose money
     * @param cash     from where it goes; empty means where the payment arrived
     */
    record Refund(String customer, LocalDate date, TransactionReference payment, Optional<AccountKind> cash) implements Subject {
        public Refund {
            cash.ifPresent(CommandItem::requireCash);
        }
    }

    private static void requireCash(AccountKind kind) {
        if (!kind.isCash()) {
            throw new IllegalArgumentException("No money arrives at or goes from " + kind + "; expected BANK or STRIPE.");
        }
    }

    /**
     * @param customer    the customer's resource name
     * @param date        from when it counts
     * @param allocations what it settles at once
     */
    record Credit(String customer, LocalDate date, List<AllocationRequest> allocations) implements Subject {
        public Credit {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * @param charge      which charge
     * @param amountMinor how much of it, positive
     */
    record AllocationRequest(TransactionReference charge, long amountMinor) {
    }

    /** Names a transaction. */
    sealed interface TransactionReference {

        /** By Avid's own id. */
        record ById(TransactionId id) implements TransactionReference {
        }

        /** By its external id; it may be posted by an earlier item of the same command. */
        record ByExternalId(String externalId) implements TransactionReference {
        }
    }
}
