package io.avid.transaction.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction, its place in the journal and what was added to it since.
 *
 * @param transaction      what was posted
 * @param position         of the fact
 * @param recordedPosition the last position of its block, from which it is known
 * @param recordedAt       when it was committed
 * @param annotations      how its marks changed, oldest first
 * @param reversedBy       the reversal that undid it
 * @param refundedBy       refunds of it, in the order of posting, reversed ones included
 * @param refundedMinor    what of it was refunded, less what reversals of refunds restored
 */
public record PostedTransaction(Transaction transaction, long position, long recordedPosition, Instant recordedAt, List<Annotation> annotations,
        Optional<TransactionId> reversedBy, List<TransactionId> refundedBy, long refundedMinor) {

    public PostedTransaction {
        annotations = List.copyOf(annotations);
        refundedBy = List.copyOf(refundedBy);
    }

    static PostedTransaction of(Transaction transaction, Books.Place place) {
        return new PostedTransaction(transaction, place.position(), place.recordedPosition(), place.recordedAt(), List.of(), Optional.empty(), List.of(), 0);
    }

    /** What is marked now. */
    public Marks marks() {
        return annotations.isEmpty() ? transaction.marks() : annotations.getLast().after();
    }

    /** What of a payment can still be refunded; minor units. */
    public long refundableMinor() {
        return reversedBy.isPresent() ? 0 : transaction.amountMinor() - refundedMinor;
    }

    PostedTransaction annotated(Annotation annotation) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, appended(annotations, annotation), reversedBy, refundedBy,
                refundedMinor);
    }

    PostedTransaction reversedBy(TransactionId reversal) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, annotations, Optional.of(reversal), refundedBy, refundedMinor);
    }

    PostedTransaction refunded(Transaction refund) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, annotations, reversedBy, appended(refundedBy, refund.id()),
                Math.addExact(refundedMinor, refund.amountMinor()));
    }

    PostedTransaction restored(Transaction refund) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, annotations, reversedBy, refundedBy,
                Math.subtractExact(refundedMinor, refund.amountMinor()));
    }

    private static <T> List<T> appended(List<T> values, T value) {
        List<T> more = new ArrayList<>(values);
        more.add(value);
        return more;
    }
}
