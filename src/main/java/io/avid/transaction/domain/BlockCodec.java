package io.avid.transaction.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a block, and the hash that the next block names.
 *
 * <p>{@code version | organisation | n | first position | recorded at | previous hash | count of facts | facts}, each as
 * {@link CanonicalWriter} writes it. The hash is the SHA-256 of all of it, so that a change to any fact, number or order in any block
 * shows in every later one.
 */
public final class BlockCodec {

    /** Of the frame; facts carry codes of their own. */
    public static final int VERSION = 1;

    private BlockCodec() {
    }

    /** The canonical bytes: equal blocks give equal bytes. */
    public static byte[] encode(Block block) {
        CanonicalWriter out = new CanonicalWriter();
        out.count(VERSION).text(block.organisation()).number(block.n()).number(block.firstPosition())
                .instant(block.recordedAt()).bytes(HexFormat.of().parseHex(block.previousHash()))
                .list(block.facts(), fact -> FactCodec.write(out, fact));
        return out.toBytes();
    }

    /**
     * The block of these bytes.
     *
     * @throws UnknownFactException    when a newer program wrote it
     * @throws DamagedJournalException when they are no block
     */
    public static Block decode(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        int version = in.count();
        if (version != VERSION) {
            throw new UnknownFactException("frame version " + version);
        }
        try {
            String organisation = in.text();
            long n = in.number();
            long firstPosition = in.number();
            Instant recordedAt = in.instant();
            String previousHash = HexFormat.of().formatHex(in.bytes());
            List<Fact> facts = in.list(() -> FactCodec.read(in));
            in.end();
            return new Block(organisation, n, firstPosition, recordedAt, previousHash, facts);
        } catch (IllegalArgumentException e) {
            throw new DamagedJournalException("The block holds values that no block may hold: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the canonical bytes, as 64 hexadecimal characters. */
    public static String hash(byte[] encoded) {
        return HexFormat.of().formatHex(sha256().digest(encoded));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime must have SHA-256; this one has not.", e);
        }
    }
}
