package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.List;

/**
 * What a block holds. Each fact has a position of its own in the organisation's journal.
 *
 * <p>A kind of fact, once written, keeps its code and its bytes for ever; a new need is a new kind with a new code ({@link BlockCodec}).
 */
public sealed interface Fact {

    /** An account came to be; always before its first entry. */
    record AccountOpened(Account account) implements Fact {
    }

    /** A transaction was posted. */
    record TransactionPosted(Transaction transaction) implements Fact {
    }

    /** Funds were allocated to a charge. */
    record AllocationMade(Allocation allocation) implements Fact {
    }

    /**
     * A reversal took back all that still counted of an allocation.
     *
     * @param allocation    which
     * @param reversal      by what
     * @param effectiveDate from when it no longer counts; not before the allocation's own date
     */
    record AllocationUndone(AllocationId allocation, TransactionId reversal, LocalDate effectiveDate) implements Fact {
    }

    /**
     * A refund took back a part of an allocation, or all of it.
     *
     * @param allocation    which
     * @param refund        by what
     * @param amountMinor   how much; positive, at most what still counted of it
     * @param effectiveDate from when it no longer counts; not before the allocation's own date
     */
    record AllocationReduced(AllocationId allocation, TransactionId refund, long amountMinor, LocalDate effectiveDate) implements Fact {
    }

    /**
     * Marks of a transaction changed; its money, dates and entries did not.
     *
     * @param transaction which
     * @param before      all its marks until then, so that nothing that was said is lost
     * @param after       all its marks since
     * @param actor       who changed them, as the token's subject
     */
    record TransactionAnnotated(TransactionId transaction, Marks before, Marks after, String actor) implements Fact {
    }

    /**
     * A call was answered: the last fact of each call, so that the same call is answered the same again, from the journal itself.
     * The facts of the call are those before it in the block, up to the previous one of this kind.
     *
     * @param method      the RPC
     * @param requestId   the caller's id of the call
     * @param fingerprint of the call's content
     * @param actor       who called
     * @param outcomes    one for each item of the call, in order
     */
    record CallAnswered(String method, String requestId, String fingerprint, String actor, List<ItemOutcome> outcomes) implements Fact {
        public CallAnswered {
            outcomes = List.copyOf(outcomes);
        }
    }
}
