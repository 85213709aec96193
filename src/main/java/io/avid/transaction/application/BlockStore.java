package io.avid.transaction.application;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where blocks are for ever.
 *
 * <p>Every method throws {@link io.avid.platform.error.Failure} of kind UNAVAILABLE when the store does not answer; after that from
 * {@link #insert} it is unknown whether the block is there.
 */
public interface BlockStore {

    /**
     * Puts a block where none is: this is the commit.
     *
     * @return whether it is there now; false when another block has its number
     */
    boolean insert(StoredBlock block);

    /** Block {@code n} of an organisation. */
    Optional<StoredBlock> find(String organisation, long n);

    /** The blocks from {@code n} on, in order and without gap, at most {@code limit}. */
    List<StoredBlock> findFrom(String organisation, long n, int limit);

    /** The organisations that have a journal, or began one. */
    Set<String> organisations();
}
