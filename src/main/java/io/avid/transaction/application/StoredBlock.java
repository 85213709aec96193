package io.avid.transaction.application;

import io.avid.transaction.domain.Block;
import io.avid.transaction.domain.BlockCodec;
import io.avid.transaction.domain.DamagedJournalException;
import java.util.Optional;

/**
 * A block as the store keeps it.
 *
 * @param block   its content
 * @param content its canonical bytes
 * @param hash    of the bytes
 */
public record StoredBlock(Block block, byte[] content, String hash) {

    static StoredBlock of(Block block) {
        byte[] content = BlockCodec.encode(block);
        return new StoredBlock(block, content, BlockCodec.hash(content));
    }

    /**
     * A block that was read.
     *
     * @param hash what the store has for its hash
     * @throws DamagedJournalException when the bytes are not what was written
     */
    public static StoredBlock read(String organisation, long n, byte[] content, String hash) {
        String computed = BlockCodec.hash(content);
        if (!computed.equals(hash)) {
            throw new DamagedJournalException("Block " + n + " of organisation " + organisation + " has hash " + computed + "; it was written with " + hash
                    + ". Its document was changed; restore it from a backup.");
        }
        Block block = BlockCodec.decode(content);
        if (!block.organisation().equals(organisation) || block.n() != n) {
            throw new DamagedJournalException("The document of block " + n + " of organisation " + organisation + " holds block " + block.n() + " of "
                    + block.organisation() + ". Documents were exchanged; restore them from a backup.");
        }
        return new StoredBlock(block, content, hash);
    }

    /** Whether another block is this one. */
    boolean isSame(Optional<StoredBlock> other) {
        return other.isPresent() && other.get().hash().equals(hash);
    }
}
