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
 */
public record PostedTransaction(Transaction transaction, long position, long recordedPosition, Instant recordedAt, List<Annotation> annotations,
        Optional<TransactionId> reversedBy) {

    public PostedTransaction {
        annotations = List.copyOf(annotations);
    }

    /** What is marked now. */
    public Marks marks() {
        return annotations.isEmpty() ? transaction.marks() : annotations.getLast().after();
    }

    PostedTransaction annotated(Annotation annotation) {
        List<Annotation> more = new ArrayList<>(annotations);
        more.add(annotation);
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, more, reversedBy);
    }

    PostedTransaction reversedBy(TransactionId reversal) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, annotations, Optional.of(reversal));
    }
}
