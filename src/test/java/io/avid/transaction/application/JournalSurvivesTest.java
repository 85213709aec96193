package io.avid.transaction.application;

import static io.avid.transaction.application.JournalWorld.ANNA;
import static io.avid.transaction.application.JournalWorld.STAFF;
import static io.avid.transaction.application.JournalWorld.charge;
import static io.avid.transaction.application.JournalWorld.day;
import static io.avid.transaction.application.JournalWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import io.avid.transaction.domain.Command;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.ItemOutcome;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.JournalDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

class JournalSurvivesTest {

    /** A store that does what it is told, or not, and then says nothing. */
    private record Unreliable(BlockStore store, Predicate<Boolean> fails) implements BlockStore {
        @Override
        public boolean insert(StoredBlock block) {
            requireAnswer(false);
            boolean inserted = store.insert(block);
            requireAnswer(true);
            return inserted;
        }

        @Override
        public Optional<StoredBlock> find(String organisation, long n) {
            return store.find(organisation, n);
        }

        @Override
        public List<StoredBlock> findFrom(String organisation, long n, int limit) {
            return store.findFrom(organisation, n, limit);
        }

        @Override
        public Set<String> organisations() {
            return store.organisations();
        }

        private void requireAnswer(boolean afterwards) {
            if (fails.test(afterwards)) {
                throw Failure.unavailable("the store", new IllegalStateException("cut"));
            }
        }
    }

    private static List<List<CommandItem>> chunks() {
        List<List<CommandItem>> chunks = new ArrayList<>();
        for (int chunk = 0; chunk < 6; chunk++) {
            List<CommandItem> items = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String id = chunk + "-" + i;
                items.add(charge("c" + id, "customers/c" + i, 1 + chunk, 20 + i, 100 + i));
                if (i % 2 == 0) {
                    items.add(payment("p" + id, "customers/c" + i, 10 + i, 100 + i, "c" + id, 100 + i));
                }
            }
            chunks.add(items);
        }
        return chunks;
    }

    @Test
    void killedAtEveryWriteOfAnImportAndRunAgainItIsTheSameAndNothingTwice() {
        try (JournalWorld stores = JournalWorld.start()) {
            for (int killAt = 0; killAt < 2 * chunks().size(); killAt++) {
                killAndRunAgain(stores, Principal.staff("org_killed_" + killAt, "staff|1", Set.of()), killAt);
            }
        }
    }

    /** @param killAt even: the write never arrived; odd: it did, and nobody was told */
    private static void killAndRunAgain(JournalWorld stores, Principal staff, int killAt) {
        AtomicInteger moments = new AtomicInteger();
        int done = 0;
        try (JournalWorld killed = stores.another(store -> new Unreliable(store, after -> moments.getAndIncrement() >= killAt))) {
            for (List<CommandItem> items : chunks()) {
                killed.batch(staff, "chunk/" + done, items);
                done++;
            }
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        }
        assertThat(done).isEqualTo(killAt / 2);
        try (JournalWorld restarted = stores.another()) {
            int chunk = 0;
            for (List<CommandItem> items : chunks()) {
                assertThat(restarted.batch(staff, "chunk/" + chunk++, items).outcomes()).allMatch(ItemOutcome.Posted.class::isInstance);
            }
            assertThat(restarted.state(staff)).isEqualTo(undisturbed(staff));
            assertThat(restarted.verify(staff).differences()).isEmpty();
        }
    }

    /** The same import in memory alone, where nothing can go wrong. */
    private static byte[] undisturbed(Principal staff) {
        Journal journal = Journal.empty(staff.organisation());
        int chunk = 0;
        for (List<CommandItem> items : chunks()) {
            JournalDraft draft = journal.draft();
            draft.decide(new Command("Test/Batch", "chunk/" + chunk++, Integer.toString(items.hashCode()), staff.actor(), items));
            StoredBlock block = StoredBlock.of(draft.close(JournalWorld.START));
            journal.apply(block.block(), block.hash());
        }
        return journal.toSnapshot();
    }

    @Test
    void anAnswerThatIsLostOnceIsFoundAgainWithoutAnyoneNoticing() {
        AtomicInteger moments = new AtomicInteger();
        UnaryOperator<BlockStore> losesEveryOtherAnswer = store -> new Unreliable(store, after -> after && moments.getAndIncrement() % 2 == 0);
        try (JournalWorld world = JournalWorld.start(JournalWorld.SETTINGS, losesEveryOtherAnswer)) {
            for (int i = 0; i < 10; i++) {
                assertThat(world.commit(charge("c" + i, ANNA, 1, 30, 100)).getFirst()).isInstanceOf(ItemOutcome.Posted.class);
            }
            assertThat(world.blocks.findFrom(STAFF.organisation(), 1, 100)).hasSize(10);
            assertThat(world.verify().differences()).isEmpty();
        }
    }

    @Test
    void twoProcessesOnOneJournalLoseNothingAndPostNothingTwice() throws InterruptedException, ExecutionException {
        try (JournalWorld one = JournalWorld.start(); JournalWorld two = one.another(); var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ItemOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                int number = i;
                // Every charge is sent to both, under one external id and two request ids.
                outcomes.add(callers.submit(() -> one.commit(charge("c" + number, ANNA, 1, 30, 100)).getFirst()));
                outcomes.add(callers.submit(() -> two.commit(charge("c" + number, ANNA, 1, 30, 100)).getFirst()));
            }
            int posted = 0;
            for (Future<ItemOutcome> outcome : outcomes) {
                posted += outcome.get() instanceof ItemOutcome.Posted ? 1 : 0;
            }
            assertThat(posted).isEqualTo(120);
            assertThat(one.verify().differences()).isEmpty();
            assertThat(two.verify().differences()).isEmpty();
            assertThat(one.ageing(STAFF, day(5)).totals().totalMinor()).isEqualTo(12_000);
            assertThat(two.ageing(STAFF, day(5)).totals().totalMinor()).isEqualTo(12_000);
        }
    }

    @Test
    void callersThatArriveTogetherShareBlocks() throws InterruptedException, ExecutionException {
        try (JournalWorld world = JournalWorld.start(); var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<ItemOutcome>>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                outcomes.add(callers.submit(() -> world.commit(charge("c" + number, ANNA, 1, 30, 100))));
            }
            for (Future<List<ItemOutcome>> outcome : outcomes) {
                assertThat(outcome.get().getFirst()).isInstanceOf(ItemOutcome.Posted.class);
            }
            assertThat(world.blocks.findFrom(STAFF.organisation(), 1, 500)).hasSizeLessThan(250);
        }
    }

    @Test
    void aRestartFromASnapshotReadsOnlyWhatCameAfterItAndIsTheSame() throws InterruptedException {
        JournalSettings settings = new JournalSettings(1000, 500, 50, 200, 900_000);
        JournalWorld world = JournalWorld.start(settings, UnaryOperator.identity());
        for (int i = 0; i < 60; i++) {
            world.commit(charge("c" + i, ANNA, 1, 30, 100));
        }
        for (int i = 0; i < 200 && world.snapshots.find(STAFF.organisation()).isEmpty(); i++) {
            Thread.sleep(10);
        }
        byte[] state = world.state();
        AtomicInteger read = new AtomicInteger();
        world.close();
        try (JournalWorld restarted = world.another(store -> new CountingReads(store, read))) {
            assertThat(restarted.state()).isEqualTo(state);
            assertThat(read.get()).isLessThan(60);
            assertThat(restarted.verify().differences()).isEmpty();
        }
    }

    private record CountingReads(BlockStore store, AtomicInteger read) implements BlockStore {
        @Override
        public boolean insert(StoredBlock block) {
            return store.insert(block);
        }

        @Override
        public Optional<StoredBlock> find(String organisation, long n) {
            return store.find(organisation, n);
        }

        @Override
        public List<StoredBlock> findFrom(String organisation, long n, int limit) {
            List<StoredBlock> blocks = store.findFrom(organisation, n, limit);
            read.addAndGet(blocks.size());
            return blocks;
        }

        @Override
        public Set<String> organisations() {
            return store.organisations();
        }
    }

    @Test
    void aJournalThatNobodyUsesIsReleasedAndOpenedAgainAsItWas() throws InterruptedException {
        JournalSettings settings = new JournalSettings(1000, 500, 20_000, 200, 60_000);
        try (JournalWorld world = JournalWorld.start(settings, UnaryOperator.identity())) {
            world.commit(charge("c1", ANNA, 1, 30, 100));
            world.ageing(STAFF, day(5));
            byte[] state = world.state();
            assertThat(world.journals.count()).isEqualTo(1);
            world.pass(Duration.ofMinutes(2));
            for (int i = 0; i < 2000 && world.journals.count() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(world.journals.count()).isZero();
            assertThat(world.state()).isEqualTo(state);
            assertThat(world.commit(charge("c2", ANNA, 1, 30, 100)).getFirst()).isInstanceOf(ItemOutcome.Posted.class);
            assertThat(world.verify().differences()).isEmpty();
        }
    }

    @Test
    void aTornSnapshotIsLeftAsideAndOnlyTheNewestIsKept() {
        try (JournalWorld world = JournalWorld.start()) {
            byte[] large = new byte[9 << 20];
            large[large.length - 1] = 1;
            world.snapshots.save("org", 5, large);
            assertThat(world.snapshots.find("org")).hasValueSatisfying(found -> assertThat(found).isEqualTo(large));
            world.snapshots.save("org", 4, new byte[] {4});
            assertThat(world.snapshots.find("org")).hasValueSatisfying(found -> assertThat(found).hasSize(large.length));
            world.snapshots.save("org", 6, new byte[] {6});
            assertThat(world.snapshots.find("org")).hasValueSatisfying(found -> assertThat(found).containsExactly(6));
            assertThat(world.collection("snapshot_chunks").countDocuments()).isEqualTo(1);
            world.collection("snapshot_chunks").updateOne(Filters.eq("_id", "org/6/0"), Updates.set("content", new Binary(new byte[] {7})));
            assertThat(world.snapshots.find("org")).isEmpty();
            world.collection("snapshot_chunks").deleteOne(Filters.eq("_id", "org/6/0"));
            assertThat(world.snapshots.find("org")).isEmpty();
        }
    }

    @Test
    void aBlockThatWasChangedInTheStoreIsNamedByVerifyAndRefusedAtTheNextStart() {
        try (JournalWorld world = JournalWorld.start()) {
            world.commit(charge("c1", ANNA, 1, 30, 100));
            world.commit(charge("c2", ANNA, 1, 30, 100));
            var blocks = world.collection("blocks");
            byte[] content = blocks.find(Filters.eq("_id", "org_one/1")).first().get("content", Binary.class).getData();
            content[content.length - 1] ^= 1;
            blocks.updateOne(Filters.eq("_id", "org_one/1"), Updates.set("content", new Binary(content)));
            assertThat(world.verify().differences()).anyMatch(difference -> difference.subject().equals("blocks/1") && difference.figure().equals("chain"));
            try (JournalWorld restarted = world.another()) {
                assertThatThrownBy(restarted::state).hasMessageContaining("Block 1");
            }
        }
    }

    @Test
    void whatIsOnlyTriedIsAnsweredAndNotPosted() {
        try (JournalWorld world = JournalWorld.start()) {
            List<CommandItem> items = List.of(charge("c1", ANNA, 1, 30, 100), payment("p1", ANNA, 2, 101, "c1", 101));
            List<ItemOutcome> outcomes = world.submit.batch(STAFF, "m", "r", "f", items, true).outcomes();
            assertThat(outcomes.get(0)).isInstanceOf(ItemOutcome.Posted.class);
            assertThat(outcomes.get(1)).isInstanceOf(ItemOutcome.Rejected.class);
            assertThat(world.blocks.findFrom(STAFF.organisation(), 1, 10)).isEmpty();
        }
    }

    @Test
    void theSameRequestIdWithOtherContentIsRefused() {
        try (JournalWorld world = JournalWorld.start()) {
            world.batch(STAFF, "r", List.of(charge("c1", ANNA, 1, 30, 100)));
            assertThatThrownBy(() -> world.batch(STAFF, "r", List.of(charge("c1", ANNA, 1, 30, 200))))
                    .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo("REQUEST_ID_REUSED"));
        }
    }

    @Test
    void aCallThatIsTooLargeForABlockIsToldSoAndOthersGoOn() {
        try (JournalWorld world = JournalWorld.start()) {
            List<CommandItem> huge = new ArrayList<>();
            for (int i = 0; i < 40_000; i++) {
                huge.add(charge("c" + i, ANNA, 1, 30, 1));
            }
            assertThatThrownBy(() -> world.batch(STAFF, "huge", huge))
                    .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RESOURCE_EXHAUSTED));
            assertThat(world.commit(charge("c1", ANNA, 1, 30, 1)).getFirst()).isInstanceOf(ItemOutcome.Posted.class);
        }
    }
}
