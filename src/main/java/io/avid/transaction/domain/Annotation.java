package io.avid.transaction.domain;

import java.time.Instant;

/**
 * A change of a transaction's marks and its place in the journal.
 *
 * @param before           what was marked until then
 * @param after            what is marked since
 * @param actor            who changed it, as the token's subject
 * @param position         of the fact
 * @param recordedPosition the last position of its block, from which it is known
 * @param recordedAt       when it was committed
 */
public record Annotation(Marks before, Marks after, String actor, long position, long recordedPosition, Instant recordedAt) {
}
