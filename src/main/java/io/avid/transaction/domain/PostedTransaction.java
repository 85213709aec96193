package io.avid.transaction.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A transaction and its place in the journal.
 *
 * @param transaction      what was posted
 * @param position         of the fact
 * @param recordedPosition the last position of its block, from which it is known
 * @param recordedAt       when it was committed
 * @param reversedBy       the reversal that undid it
 */
public record PostedTransaction(
        Transaction transaction, long position, long recordedPosition, Instant recordedAt, Optional<TransactionId> reversedBy) {

    PostedTransaction reversedBy(TransactionId reversal) {
        return new PostedTransaction(transaction, position, recordedPosition, recordedAt, Optional.of(reversal));
    }
}
