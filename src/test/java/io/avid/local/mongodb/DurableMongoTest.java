package io.avid.local.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableMongoTest {

    @TempDir
    Path folder;

    private <T> void withStore(Consumer<MongoCollection<Document>> use) {
        try (DurableMongo store = DurableMongo.start(folder, 0); MongoClient client = MongoClients.create(store.uri("test"))) {
            use.accept(client.getDatabase("test").getCollection("things"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Document> all(MongoCollection<Document> things) {
        return things.find().into(new ArrayList<>());
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() {
        withStore(things -> {
            things.insertOne(new Document("_id", 1).append("name", "first"));
            things.updateOne(new Document("_id", 1), new Document("$set", new Document("name", "second")));
            things.insertMany(List.of(new Document("_id", 2), new Document("_id", 3)));
            things.deleteOne(new Document("_id", 2));
        });
        withStore(things -> assertThat(all(things)).containsExactly(
                new Document("_id", 1).append("name", "second"), new Document("_id", 3)));
    }

    @Test
    void aUniqueIndexIsKeptOverARestartAndStillRefusesTheSecond() {
        withStore(things -> {
            things.createIndex(Indexes.ascending("organisation", "number"), new IndexOptions().unique(true));
            things.insertOne(new Document("_id", 1).append("organisation", "a").append("number", 7));
            assertThatThrownBy(() -> things.insertOne(new Document("_id", 2).append("organisation", "a").append("number", 7)))
                    .isInstanceOfSatisfying(MongoWriteException.class,
                            e -> assertThat(e.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY));
        });
        withStore(things -> {
            assertThatThrownBy(() -> things.insertOne(new Document("_id", 3).append("organisation", "a").append("number", 7)))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(things.countDocuments()).isEqualTo(1);
        });
    }

    @Test
    void aUniqueIndexOverAnArrayOfStringsHoldsForEachElementOfAllDocuments() {
        withStore(things -> {
            things.createIndex(Indexes.ascending("organisation", "request_ids"), new IndexOptions().unique(true).sparse(true));
            things.insertOne(new Document("_id", 1).append("organisation", "a").append("request_ids", List.of("x", "y")));
            things.insertOne(new Document("_id", 2).append("organisation", "b").append("request_ids", List.of("x")));
        });
        withStore(things -> {
            assertThatThrownBy(() -> things.insertOne(
                    new Document("_id", 3).append("organisation", "a").append("request_ids", List.of("z", "y"))))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(things.updateOne(new Document("_id", 1), new Document("$push", new Document("request_ids", "z"))).getModifiedCount())
                    .isEqualTo(1);
            assertThatThrownBy(() -> things.insertOne(
                    new Document("_id", 3).append("organisation", "a").append("request_ids", List.of("z"))))
                    .isInstanceOf(MongoWriteException.class);
            assertThatThrownBy(() -> things.updateOne(new Document("_id", 2),
                    new Document("$set", new Document("organisation", "a")))).isInstanceOf(MongoWriteException.class);
            assertThat(things.find(new Document("organisation", "a").append("request_ids", "z")).first()).containsEntry("_id", 1);
            things.updateOne(new Document("_id", 1), new Document("$pull", new Document("request_ids", "x")));
            things.updateOne(new Document("_id", 2), new Document("$set", new Document("organisation", "a")));
            things.deleteOne(new Document("_id", 1));
            things.insertOne(new Document("_id", 4).append("organisation", "a").append("request_ids", List.of("z", "y")));
        });
        withStore(things -> assertThat(things.countDocuments()).isEqualTo(2));
    }

    @Test
    void idsAndTimesThatTheServerChoosesAreTheSameAfterAReplay() {
        List<Document> before = new ArrayList<>();
        withStore(things -> {
            UpdateOptions upsert = new UpdateOptions().upsert(true);
            things.updateOne(new Document("name", "a"), new Document("$set", new Document("x", 1)), upsert);
            things.updateOne(new Document("name", "b"), new Document("$setOnInsert", new Document("x", 2)), upsert);
            things.replaceOne(new Document("name", "c"), new Document("name", "c").append("x", 3), new ReplaceOptions().upsert(true));
            things.findOneAndUpdate(new Document("name", "d"), new Document("$inc", new Document("x", 4)),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            things.bulkWrite(List.of(
                    new UpdateOneModel<>(new Document("name", "a"), new Document("$inc", new Document("x", 10))),
                    new UpdateOneModel<>(new Document("name", "e"), new Document("$inc", new Document("x", 5)), upsert)));
            things.updateOne(new Document("name", "a"), new Document("$currentDate", new Document("at", true)));
            before.addAll(all(things));
        });
        assertThat(before).hasSize(5).allSatisfy(document -> assertThat(document.get("_id")).isNotNull());
        assertThat(before.getFirst().get("at")).isInstanceOf(Date.class);
        withStore(things -> assertThat(all(things)).isEqualTo(before));
    }

    @Test
    void anIdThatTheCallerChoseInAConditionOfSeveralIsUpsertedAgain() {
        List<Document> before = new ArrayList<>();
        withStore(things -> {
            Document condition = new Document("$and", List.of(new Document("_id", "process/0"), new Document("epoch", new Document("$lte", 3L))));
            things.replaceOne(condition, new Document("_id", "process/0").append("epoch", 3L), new ReplaceOptions().upsert(true));
            things.updateOne(new Document("$and", List.of(new Document("_id", "process/1"), new Document("epoch", new Document("$lte", 3L)))),
                    new Document("$set", new Document("epoch", 3L)), new UpdateOptions().upsert(true));
            things.updateOne(new Document("name", "by insert"), new Document("$setOnInsert", new Document("_id", "process/2")),
                    new UpdateOptions().upsert(true));
            things.findOneAndUpdate(new Document("$and", List.of(new Document("_id", "process/3"), new Document("epoch", 3L))),
                    new Document("$set", new Document("x", 1)), new FindOneAndUpdateOptions().upsert(true));
            things.findOneAndUpdate(new Document("name", "by insert too"), new Document("$setOnInsert", new Document("_id", "process/4")),
                    new FindOneAndUpdateOptions().upsert(true));
            before.addAll(all(things));
        });
        assertThat(before).extracting(document -> document.get("_id"))
                .containsExactly("process/0", "process/1", "process/2", "process/3", "process/4");
        withStore(things -> assertThat(all(things)).isEqualTo(before));
    }

    @Test
    void randomCommandsLeadToTheSameDocumentsAfterReplayAndAfterCompaction() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            Path seeded = folder.resolve("seed-" + seed);
            Random random = new Random(seed);
            List<Document> before;
            try (DurableMongo store = DurableMongo.start(seeded, 0); MongoClient client = MongoClients.create(store.uri("test"))) {
                MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
                things.createIndex(Indexes.ascending("tags"), new IndexOptions().unique(true).sparse(true));
                for (int i = 0; i < 300; i++) {
                    runRandomCommand(things, random);
                    if (i % 100 == 99) {
                        store.compact();
                    }
                }
                before = all(things);
            }
            assertThat(before).as("seed %d", seed).isNotEmpty();
            try (DurableMongo store = DurableMongo.start(seeded, 0); MongoClient client = MongoClients.create(store.uri("test"))) {
                assertThat(all(client.getDatabase("test").getCollection("things"))).as("seed %d", seed).isEqualTo(before);
            }
        }
    }

    private static void runRandomCommand(MongoCollection<Document> things, Random random) {
        Document group = new Document("group", random.nextInt(5));
        Document change = new Document("$inc", new Document("count", random.nextInt(3)))
                .append("$push", new Document("tags", "t" + random.nextInt(200)));
        try {
            switch (random.nextInt(7)) {
                case 0, 1 -> things.insertOne(group.append("tags", List.of("t" + random.nextInt(200))));
                case 2 -> things.updateOne(group, change, new UpdateOptions().upsert(random.nextBoolean()));
                case 3 -> things.updateMany(group, change);
                case 4 -> things.deleteOne(group);
                case 5 -> things.findOneAndUpdate(group, change, new FindOneAndUpdateOptions().upsert(true));
                default -> things.bulkWrite(List.of(new UpdateOneModel<>(group, change), new UpdateManyModel<>(group, change)),
                        new BulkWriteOptions().ordered(random.nextBoolean()));
            }
        } catch (MongoWriteException | MongoBulkWriteException | MongoCommandException expected) {
            assertThat(expected.getMessage()).contains("duplicate key");
        }
    }

    @Test
    void anOrderedBatchEndsAtItsFirstErrorAndCountsOnlyWhatItDid() {
        withStore(things -> {
            things.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
            things.insertOne(new Document("_id", 1).append("name", "a"));
            assertThatThrownBy(() -> things.insertMany(List.of(new Document("_id", 2), new Document("_id", 1), new Document("_id", 3).append("name", "c"))))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class,
                            e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1));
            assertThatThrownBy(() -> things.insertMany(List.of(new Document("_id", 1), new Document("_id", 3).append("name", "c")),
                    new InsertManyOptions().ordered(false)))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class,
                            e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1));
            assertThatThrownBy(() -> things.bulkWrite(List.of(
                    new UpdateOneModel<>(new Document("_id", 3), new Document("$set", new Document("name", "a"))),
                    new UpdateOneModel<>(new Document("_id", 3), new Document("$set", new Document("name", "d"))))))
                    .isInstanceOf(MongoBulkWriteException.class);
            assertThat(things.find(new Document("_id", 3)).first()).containsEntry("name", "c");
        });
        withStore(things -> assertThat(things.countDocuments()).isEqualTo(3));
    }

    @Test
    void whatTheLibraryWouldSilentlyIgnoreIsRefused() {
        withStore(things -> {
            assertThatThrownBy(() -> things.createIndex(Indexes.ascending("a"),
                    new IndexOptions().unique(true).partialFilterExpression(new Document("b", 1))))
                    .isInstanceOf(MongoCommandException.class).hasMessageContaining("partialFilterExpression");
            assertThatThrownBy(() -> things.aggregate(List.of(new Document("$out", "other"))).toCollection())
                    .isInstanceOf(MongoCommandException.class).hasMessageContaining("$out");
        });
    }

    @Test
    void anUpsertWhoseIdWouldBeAnotherAtEachReplayIsRefused() {
        withStore(things -> assertThatThrownBy(() -> things.findOneAndUpdate(new Document("_id", new Document("$gt", 1)),
                new Document("$set", new Document("x", 1)), new FindOneAndUpdateOptions().upsert(true)))
                .isInstanceOf(MongoCommandException.class).hasMessageContaining("compares _id"));
    }

    @Test
    void documentsOlderThanTheirIndexAllowsAreDeletedAndStayDeleted() throws Exception {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        try (DurableMongo store = DurableMongo.start(folder, 0); MongoClient client = MongoClients.create(store.uri("test"))) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.createIndex(Indexes.ascending("at"), new IndexOptions().expireAfter(30L, TimeUnit.SECONDS));
            things.insertOne(new Document("_id", 1).append("at", Date.from(now.minusSeconds(31))));
            things.insertOne(new Document("_id", 2).append("at", Date.from(now.minusSeconds(29))));
            things.insertOne(new Document("_id", 3));
            store.deleteExpired(now);
        }
        withStore(things -> assertThat(all(things)).extracting(document -> document.get("_id")).containsExactly(2, 3));
    }

    @Test
    void aTornTailIsCutOffAndEverythingBeforeItKept() throws Exception {
        withStore(things -> {
            things.insertOne(new Document("_id", 1));
            things.insertOne(new Document("_id", 2));
        });
        Path journal = journal();
        long whole = Files.size(journal);
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, java.util.Arrays.copyOf(bytes, bytes.length - 5));
        withStore(things -> {
            assertThat(all(things)).containsExactly(new Document("_id", 1));
            things.insertOne(new Document("_id", 2));
        });
        assertThat(Files.size(journal)).isEqualTo(whole);
        withStore(things -> assertThat(things.countDocuments()).isEqualTo(2));
    }

    @Test
    void damageInTheMiddleIsRefusedAndNamed() throws Exception {
        withStore(things -> {
            things.insertOne(new Document("_id", 1).append("text", "abc"));
            things.insertOne(new Document("_id", 2));
        });
        try (RandomAccessFile file = new RandomAccessFile(journal().toFile(), "rw")) {
            file.seek(40);
            file.write(file.read() ^ 0xff);
        }
        assertThatThrownBy(() -> DurableMongo.start(folder, 0)).isInstanceOf(IOException.class)
                .hasMessageContaining("damaged at byte").hasMessageContaining("./avid reset");
    }

    @Test
    void aSecondWriterOfTheSameFolderIsRefused() throws Exception {
        try (DurableMongo store = DurableMongo.start(folder, 0)) {
            assertThat(store.port()).isPositive();
            assertThatThrownBy(() -> DurableMongo.start(folder, 0)).isInstanceOf(IOException.class).hasMessageContaining("one writer");
        }
        withStore(things -> assertThat(things.countDocuments()).isZero());
    }

    @Test
    void compactionShrinksTheJournalAndAnUnfinishedOneIsForgotten() throws Exception {
        try (DurableMongo store = DurableMongo.start(folder, 0); MongoClient client = MongoClients.create(store.uri("test"))) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
            things.insertOne(new Document("_id", 1).append("n", 0));
            for (int i = 0; i < 100; i++) {
                things.updateOne(new Document("_id", 1), new Document("$inc", new Document("n", 1)));
            }
            long before = Files.size(journal());
            store.compact();
            assertThat(Files.size(journal())).isLessThan(before / 10);
            things.updateOne(new Document("_id", 1), new Document("$inc", new Document("n", 1)));
        }
        Files.write(folder.resolve("journal-0000000099.bson.aside"), new byte[] {1, 2, 3});
        withStore(things -> {
            assertThat(all(things)).containsExactly(new Document("_id", 1).append("n", 101));
            assertThatThrownBy(() -> things.insertOne(new Document("_id", 2).append("n", 101))).isInstanceOf(MongoWriteException.class);
        });
    }

    private Path journal() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().endsWith(".bson")).findFirst().orElseThrow();
        }
    }
}
