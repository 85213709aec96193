package io.avid.transaction.domain;

import java.time.Instant;
import java.util.List;

/**
 * Whole facts that became true together, and their place in the chain.
 *
 * @param organisation  whose journal
 * @param n             1 for the first block, then without gap
 * @param firstPosition of the first fact; positions start at 1 and have no gap over blocks
 * @param recordedAt    when it was decided, UTC, whole milliseconds, never before the block before
 * @param previousHash  of block n - 1 (32 zero bytes for the first), as 64 hexadecimal characters
 * @param facts         at least one
 */
public record Block(String organisation, long n, long firstPosition, Instant recordedAt, String previousHash, List<Fact> facts) {

    /** What the first block has for the hash of the block before. */
    public static final String NO_HASH = "0".repeat(64);

    public Block {
        facts = List.copyOf(facts);
        if (n < 1 || firstPosition < 1 || facts.isEmpty() || previousHash.length() != NO_HASH.length()) {
            throw new IllegalArgumentException("Block " + n + " at position " + firstPosition + " with " + facts.size() + " facts after hash '"
                    + previousHash + "': expected numbers from 1, at least one fact and 64 hexadecimal characters.");
        }
    }

    /** The position of its last fact. What is in a block was recorded, as a whole, at this position. */
    public long lastPosition() {
        return firstPosition + facts.size() - 1;
    }
}
