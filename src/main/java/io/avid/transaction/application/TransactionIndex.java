package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.AccountKind;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.OpenAmount;
import io.avid.transaction.domain.OpenItemTimeline;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.domain.TransactionKind;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers questions about transactions; follows the journal and can be built anew from it.
 *
 * <p>Every method throws {@link io.avid.platform.error.Failure} of kind UNAVAILABLE when the index does not answer.
 */
public interface TransactionIndex {

    /**
     * How far an organisation's part of the index is.
     *
     * @param generation of the documents that are asked; a rebuild writes another and then switches
     * @param block      the last block that is in it
     * @param position   the last position of that block
     * @param version    which state of the marker this is
     */
    record Marker(int generation, long block, long position, Version version) {

        /** Before the first. */
        static final Marker NOTHING = new Marker(1, 0, 0, Version.NONE);
    }

    /** A state of a marker, as the index counts them. */
    record Version(long sequenceNumber, long primaryTerm) {

        /** There is no marker. */
        static final Version NONE = new Version(-1, -1);

        /** Whether there is no marker. */
        public boolean isNone() {
            return equals(NONE);
        }
    }

    /**
     * What is indexed of a transaction.
     *
     * @param posted      the transaction
     * @param cashAccount where its money arrived or went from; empty for what moves none
     * @param open        what remains of it; empty for a reversal, fee or refund
     */
    record Indexed(PostedTransaction posted, Optional<AccountKind> cashAccount, Optional<OpenAmount> open) {

        static Indexed of(Journal journal, PostedTransaction posted) {
            return new Indexed(posted, journal.cashAccount(posted.transaction()), journal.openAmount(posted.transaction().id()));
        }
    }

    /** Which part of the index is asked. */
    record Part(String organisation, int generation) {
    }

    /** Makes the index ready. If part of it is missing, all of it is made anew and every organisation begins at nothing. */
    void prepare();

    /** The organisation's marker. */
    Optional<Marker> marker(String organisation);

    /** Writes, as of a position; what was written as of a later one stays. */
    void write(Part part, long asOfPosition, List<Indexed> transactions);

    /**
     * Makes what was written visible, and then says how far the organisation is, provided that the marker is still the one of
     * {@code marker.version()}.
     *
     * @return the marker as it is now; empty when it was moved or lost in the meantime, and nothing was changed
     */
    Optional<Marker> mark(String organisation, Marker marker);

    /** Removes what an organisation has in other generations than this one. */
    void removeOtherGenerations(Part part);

    /**
     * @param ids        in the order asked for
     * @param next       where the next page begins
     * @param totalCount how many match in all
     */
    record Found(List<TransactionId> ids, Optional<String> next, long totalCount) {
    }

    /**
     * Transactions that match, latest effective date first.
     *
     * @param within accounts of which a transaction must move one; empty for every transaction
     */
    Found search(Part part, Optional<List<AccountId>> within, TransactionFilter filter, Optional<String> after, int limit);

    /**
     * What transactions of one currency and kind come to.
     *
     * @param month          of their effective dates; empty where it was not asked for
     * @param count          how many
     * @param remainingMinor of those that have something left
     */
    record Sum(String currency, TransactionKind kind, Optional<YearMonth> month, long count, long amountMinor, long remainingMinor) {
    }

    /**
     * Sums of what matches, in no order.
     *
     * @param within           as in search
     * @param leaveOutReversed whether what was reversed, and reversals, do not count
     * @throws Failure FAILED_PRECONDITION (SUM_TOO_LARGE)
     */
    List<Sum> sums(Part part, Optional<List<AccountId>> within, TransactionFilter filter, boolean byMonth, boolean leaveOutReversed);

    /**
     * What is asked about open items.
     *
     * @param knownAtPosition the position as of which it is asked
     */
    record OpenItemsQuery(Part part, LocalDate asOf, long knownAtPosition, String currency, Optional<String> customer) {
    }

    /**
     * A customer's open items.
     *
     * @param items        how many
     * @param bucketsMinor what is owed, by how late; every bucket is there
     */
    record CustomerOpenItems(String customer, long items, Map<AgeingBucket, Long> bucketsMinor) {
    }

    /** Gives every customer with an open item, in the order of their names. */
    void ageing(OpenItemsQuery query, Consumer<CustomerOpenItems> each);

    /**
     * An open charge.
     *
     * @param charge         the charge
     * @param dueDate        its due date
     * @param remainingMinor what is owed
     */
    record OpenCharge(TransactionId charge, LocalDate dueDate, long remainingMinor) {
    }

    /** Open charges, earliest due first. */
    List<OpenCharge> openCharges(OpenItemsQuery query, Optional<AgeingBucket> bucket, Optional<OpenCharge> after, int limit);

    /**
     * A transaction as the index has it.
     *
     * @param id               its id
     * @param recordedPosition from which it is known
     * @param content          its unchanging content, as {@link IndexedContent} writes it
     * @param marks            what was marked of it, oldest first; the last is what a search finds it by
     * @param entries          amounts by account id
     */
    record IndexedTransaction(String id, long recordedPosition, String content, List<IndexedContent.MarksKnown> marks, Map<String, Long> entries) {
    }

    /** Gives every transaction of a part in the order of their ids; nothing is computed by the index. */
    void everyTransaction(Part part, Consumer<IndexedTransaction> each);

    /** Gives the rows of every charge of a part in the order of their ids. */
    void everyOpenItem(Part part, Consumer<IndexedOpenItem> each);

    /**
     * An open item as the index has it.
     *
     * @param charge id of the charge
     * @param rows   its rectangles
     */
    record IndexedOpenItem(String charge, List<OpenItemTimeline.Row> rows) {
    }
}
