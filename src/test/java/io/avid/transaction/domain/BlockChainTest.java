package io.avid.transaction.domain;

import static io.avid.transaction.domain.Ledger.ANNA;
import static io.avid.transaction.domain.Ledger.charge;
import static io.avid.transaction.domain.Ledger.payment;
import static io.avid.transaction.domain.Ledger.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockChainTest {

    private final Ledger ledger = new Ledger();

    private List<Block> threeBlocks() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000)));
        ledger.commit(new CommandItem.Reverse(ledger.id("p1"), Optional.empty()));
        return ledger.blocks;
    }

    @Test
    void aBlockReadBackIsTheBlockThatWasWritten() {
        threeBlocks().forEach(block -> assertThat(BlockCodec.decode(BlockCodec.encode(block))).isEqualTo(block));
    }

    @Test
    void theBytesOfABlockNeverChangeFromOneVersionToTheNext() {
        Block first = threeBlocks().getFirst();
        assertThat(BlockCodec.hash(BlockCodec.encode(first))).isEqualTo("6afb3c3a3e177bcd03b9d51a0a6a022431ff19117e68ad15cfc6d57f046f66e7");
    }

    @Test
    void theBytesOfAnAnnotationNeverChangeEither() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(new CommandItem.Annotate(new CommandItem.TransactionReference.ByExternalId("c1"), Optional.of(true), Map.of("country", "GB"), Set.of()));
        assertThat(BlockCodec.hash(BlockCodec.encode(ledger.blocks.getLast()))).isEqualTo("5da8cf3fa82fd56bf71ccd2ebd4806375348e78a7493d11afbfb4986a7a8161e");
    }

    @Test
    void theBytesOfAFeeAndARefundNeverChangeEither() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000)));
        ledger.commit(List.of(Ledger.fee("f1", ANNA, 5, 30), Ledger.refund("r1", ANNA, 6, 1000, "p1")));
        assertThat(BlockCodec.hash(BlockCodec.encode(ledger.blocks.getLast()))).isEqualTo("8dbd26e8d5fb56e2eddfdba12df6e425b849a63030855bc8add6a7f1a8a8311b");
    }

    @Test
    void aChangeToAnyByteShowsInTheChain() {
        List<Block> blocks = threeBlocks();
        byte[] bytes = BlockCodec.encode(blocks.get(1));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(BlockCodec.hash(changed)).isNotEqualTo(blocks.get(2).previousHash());
        }
        assertThat(BlockCodec.hash(bytes)).isEqualTo(blocks.get(2).previousHash());
    }

    @Test
    void aBlockOutOfPlaceIsRefusedAndChangesNothing() {
        List<Block> blocks = threeBlocks();
        Journal journal = Ledger.replay(blocks.subList(0, 1));
        byte[] before = journal.toSnapshot();
        assertThatThrownBy(() -> journal.apply(blocks.get(2), Block.NO_HASH)).isInstanceOf(DamagedJournalException.class).hasMessageContaining("does not follow");
        assertThatThrownBy(() -> journal.apply(blocks.get(0), Block.NO_HASH)).isInstanceOf(DamagedJournalException.class);
        assertThat(journal.toSnapshot()).isEqualTo(before);
    }

    @Test
    void aBlockCutShortIsRefused() {
        byte[] bytes = BlockCodec.encode(threeBlocks().get(1));
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> BlockCodec.decode(cut)).isInstanceOf(DamagedJournalException.class);
        }
    }

    @Test
    void aFactThatThisProgramDoesNotKnowIsRefusedLoudly() {
        byte[] fact = HexFormat.of().parseHex("11");
        assertThatThrownBy(() -> FactCodec.read(new CanonicalReader(fact))).isInstanceOf(UnknownFactException.class).hasMessageContaining("code 17");
        byte[] bytes = BlockCodec.encode(threeBlocks().getFirst());
        bytes[0] = 2;
        assertThatThrownBy(() -> BlockCodec.decode(bytes)).isInstanceOf(UnknownFactException.class).hasMessageContaining("version 2");
    }

    @Test
    void entriesThatDoNotSumToZeroAreNoTransaction() {
        Transaction good = ledger.journal.transaction(Ledger.posted(ledger.commit(charge("c1", ANNA, 1, 3000)))).orElseThrow().transaction();
        Entry debit = good.entries().get(0);
        Entry less = new Entry(good.entries().get(1).account(), -2999, "USD");
        assertThatThrownBy(() -> new Transaction(good.id(), good.externalId(), good.invoiceNumber(), good.currency(), good.amountMinor(), good.terms(),
                good.attributes(), List.of(debit, less), good.actor())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sum to 1");
    }
}
