package io.avid.local.mongodb;

import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.avid.local.journal.CommandJournal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/// The library's memory, made durable.
///
/// A write runs and is appended to the [CommandJournal] under one lock, so the journal's order is the order in which
/// the memory changed; the reply leaves only when the record is on disk. A read waits likewise for every write that it
/// may have seen, so nobody is ever told what a kill could take back. Replies are copied under the lock, because the
/// library hands out its live documents and changes them in place.
final class JournalledBackend extends AbstractMongoBackend {

    private static final int SNAPSHOT_BATCH_BYTES = 1 << 20;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final long compactionFloorBytes;
    private final CommandJournal journal;

    /// Opens the folder's journal and replays it.
    JournalledBackend(Path folder, long compactionFloorBytes) throws IOException {
        super(Clock.systemUTC());
        this.compactionFloorBytes = compactionFloorBytes;
        Channel channel = new EmbeddedChannel();
        this.journal = CommandJournal.open(folder, "bson", payload -> replay(channel, payload));
        channel.close();
    }

    @Override
    protected OrderedDatabase openOrCreateDatabase(String databaseName) {
        return new OrderedDatabase(databaseName, getCursorRegistry());
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document command = message.getDocument();
        String name = command.keySet().iterator().next();
        try {
            Answer answer = WriteCommandRules.isRead(name)
                    ? read(message, command)
                    : write(message.getChannel(), message.getDatabaseName(), name, command);
            journal.awaitDurable(answer.afterRecord);
            return answer.reply;
        } catch (MongoServerException failure) {
            return errorReply(failure);
        } catch (IOException failure) {
            return errorReply(new MongoServerError(8, "UnknownError", failure.getMessage()));
        } catch (RuntimeException failure) {
            return errorReply(new MongoServerError(1, "InternalError", name + " failed in the local stand-in: " + failure));
        }
    }

    /// The old protocol's queries serve a driver's first greeting only; a write by that way would pass the journal by.
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw new MongoServerError(352, "UnsupportedOpQueryCommand", "The local stand-in takes OP_MSG only; use a driver of the last years.");
    }

    /// The greeting of old drivers comes here directly; a write may come only from [#write] and [#replay].
    @Override
    public Document handleCommand(Channel channel, String databaseName, String name, Document command) {
        if (!WriteCommandRules.isRead(name) && !lock.isWriteLockedByCurrentThread()) {
            throw new MongoServerError(352, "UnsupportedOpQueryCommand", name + " must be sent by OP_MSG to the local stand-in.");
        }
        return super.handleCommand(channel, databaseName, name, command);
    }

    private Answer read(MongoMessage message, Document command) throws IOException {
        WriteCommandRules.admitRead(command);
        journal.refuseAfterFailure();
        lock.readLock().lock();
        try {
            return new Answer(super.handleMessage(message).cloneDeeply(), journal.appendedRecords());
        } finally {
            lock.readLock().unlock();
        }
    }

    private Answer write(Channel channel, String databaseName, String name, Document command) throws IOException {
        lock.writeLock().lock();
        try {
            journal.refuseAfterFailure();
            WriteCommandRules.admitWrite(name, command, Instant.now(getClock()));
            command.put("$db", databaseName);
            if (name.equalsIgnoreCase("findAndModify")) {
                decideUpsertedId(channel, databaseName, command);
            }
            ByteBuf record = Unpooled.buffer();
            BsonEncoder.encodeDocument(command, record);
            Document reply;
            WriteOutcome outcome;
            try {
                reply = apply(channel, databaseName, name, command).cloneDeeply();
                outcome = WriteOutcome.of(name, command, reply);
            } catch (RuntimeException failure) {
                // What failed may have changed something before it did, and does the same when replayed.
                outcome = WriteOutcome.ofFailure(failure);
                reply = errorReply(failure instanceof MongoServerException known ? known
                        : new MongoServerError(1, "InternalError", name + " failed in the local stand-in: " + failure));
            }
            if (!outcome.changedNothing()) {
                BsonEncoder.encodeDocument(outcome.fields(), record);
                journal.append(record.nioBuffer());
                compactIfWorthIt();
            }
            return new Answer(reply, journal.appendedRecords());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Runs the command in memory, with the two of MongoDB's rules for batches that the library does not keep: an
    /// ordered batch of updates ends at its first error, and `n` counts only what was inserted.
    private Document apply(Channel channel, String databaseName, String name, Document command) {
        boolean ordered = !Boolean.FALSE.equals(command.getOrDefault("ordered", true));
        if (name.equals("update") && ordered && command.get("updates") instanceof List<?> updates && updates.size() > 1) {
            return updateInOrder(channel, databaseName, command, updates);
        }
        if (name.equalsIgnoreCase("findAndModify")) {
            return findAndModify(channel, databaseName, name, command);
        }
        Document reply = handleCommand(channel, databaseName, name, command);
        if (name.equals("insert") && reply.get("writeErrors") instanceof List<?> errors && command.get("documents") instanceof Collection<?> documents) {
            int inserted = ordered ? ((Number) ((Document) errors.getFirst()).get("index")).intValue() : documents.size() - errors.size();
            reply.put("n", inserted);
        }
        return reply;
    }

    /// The library's reply to an upsert of this kind names no id, so where the caller chose none it is chosen before: if
    /// nothing matches, the selector gets one, which only says what the new document becomes.
    private void decideUpsertedId(Channel channel, String databaseName, Document command) {
        Document query = command.get("query") instanceof Document given ? given : new Document();
        if (Boolean.TRUE.equals(command.get("upsert")) && ChosenId.in(query, command.get("update")).isEmpty()
                && matching(channel, databaseName, command, query) == 0) {
            query.put("_id", new ObjectId());
            command.put("query", query);
        }
    }

    private int matching(Channel channel, String databaseName, Document command, Document query) {
        Document count = new Document("count", command.get(command.keySet().iterator().next())).append("query", query).append("limit", 1);
        return ((Number) handleCommand(channel, databaseName, "count", count).get("n")).intValue();
    }

    /// As the library does it, with the part of the reply that it leaves out: how many matched, and what was upserted.
    private Document findAndModify(Channel channel, String databaseName, String name, Document command) {
        Document query = command.get("query") instanceof Document given ? given : new Document();
        int matched = matching(channel, databaseName, command, query);
        Document reply = handleCommand(channel, databaseName, name, command);
        boolean upserted = matched == 0 && Boolean.TRUE.equals(command.get("upsert"));
        Document last = new Document("n", upserted ? 1 : matched).append("updatedExisting", matched > 0 && !Boolean.TRUE.equals(command.get("remove")));
        if (upserted) {
            ChosenId.in(query, command.get("update")).ifPresent(id -> last.append("upserted", id));
        }
        reply.put("lastErrorObject", last);
        return reply;
    }

    private Document updateInOrder(Channel channel, String databaseName, Document command, List<?> updates) {
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document single = command.clone();
            single.put("updates", List.of(updates.get(i)));
            Document reply = handleCommand(channel, databaseName, "update", single);
            matched += ((Number) reply.get("n")).intValue();
            modified += ((Number) reply.get("nModified")).intValue();
            addWithIndex(reply, "upserted", i, upserted);
            addWithIndex(reply, "writeErrors", i, errors);
        }
        Document reply = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            reply.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static void addWithIndex(Document reply, String field, int index, List<Document> target) {
        if (reply.get(field) instanceof List<?> entries) {
            for (Object entry : entries) {
                Document document = ((Document) entry).clone();
                document.put("index", index);
                target.add(document);
            }
        }
    }

    private void replay(Channel channel, ByteBuffer payload) {
        lock.writeLock().lock();
        try {
            replayRecords(channel, payload);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void replayRecords(Channel channel, ByteBuffer payload) {
        ByteBuf buffer = Unpooled.wrappedBuffer(payload);
        while (buffer.isReadable()) {
            Document command = BsonDecoder.decodeBson(buffer);
            WriteOutcome first = new WriteOutcome(BsonDecoder.decodeBson(buffer), false);
            String name = command.keySet().iterator().next();
            String databaseName = command.get("$db").toString();
            first.fixUpsertedIds(command);
            WriteOutcome again;
            try {
                again = WriteOutcome.of(name, command, apply(channel, databaseName, name, command));
            } catch (RuntimeException failure) {
                again = WriteOutcome.ofFailure(failure);
            }
            if (first.contradicts(again)) {
                throw new IllegalStateException("Replaying a journalled " + name + " on " + databaseName + "." + command.get(name)
                        + " did " + again.fields() + " where it first did " + first.fields()
                        + "; the store does not open with other data than was acknowledged.");
            }
        }
    }

    private void compactIfWorthIt() throws IOException {
        if (journal.isWorthCompacting(compactionFloorBytes)) {
            compact();
        }
    }

    /// Writes a snapshot of everything in place of the journal.
    void compact() throws IOException {
        lock.writeLock().lock();
        try (Stream<ByteBuffer> records = snapshot()) {
            journal.compact(records::iterator);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Stream<ByteBuffer> snapshot() {
        return new TreeSet<>(listDatabaseNames()).stream().flatMap(databaseName -> collections(databaseName).stream()
                .flatMap(collection -> snapshotOf(databaseName, collection)));
    }

    /// A collection as the commands that make it: created, filled in natural order, then indexed.
    private Stream<ByteBuffer> snapshotOf(String databaseName, String collection) {
        Document create = new Document("create", collection).append("$db", databaseName);
        List<Document> indexes = indexes(databaseName, collection);
        Stream<ByteBuffer> inserts = new SnapshotBatches(resolveDatabase(databaseName).resolveCollection(collection, true)
                .queryAllAsStream().iterator(), SNAPSHOT_BATCH_BYTES).stream()
                .map(documents -> record(new Document("insert", collection).append("ordered", true)
                        .append("documents", documents).append("$db", databaseName)));
        Stream<ByteBuffer> index = indexes.isEmpty() ? Stream.empty()
                : Stream.of(record(new Document("createIndexes", collection).append("indexes", indexes).append("$db", databaseName)));
        return Stream.of(Stream.of(record(create)), inserts, index).flatMap(records -> records);
    }

    private static ByteBuffer record(Document command) {
        ByteBuf record = Unpooled.buffer();
        BsonEncoder.encodeDocument(command, record);
        BsonEncoder.encodeDocument(WriteOutcome.unchecked().fields(), record);
        return record.nioBuffer();
    }

    private List<String> collections(String databaseName) {
        return firstBatch(databaseName, new Document("listCollections", 1)).stream()
                .map(description -> description.get("name").toString())
                .filter(name -> !name.startsWith("system."))
                .sorted()
                .toList();
    }

    private List<Document> indexes(String databaseName, String collection) {
        return firstBatch(databaseName, new Document("listIndexes", collection)).stream()
                .filter(index -> !"_id_".equals(index.get("name")))
                .toList();
    }

    private List<Document> firstBatch(String databaseName, Document command) {
        Channel channel = new EmbeddedChannel();
        try {
            Document cursor = (Document) resolveDatabase(databaseName)
                    .handleCommand(channel, command.keySet().iterator().next(), command, this::resolveDatabase, oplog).get("cursor");
            List<Document> batch = new ArrayList<>();
            for (Object entry : (Collection<?>) cursor.get("firstBatch")) {
                batch.add((Document) entry);
            }
            return batch;
        } finally {
            handleClose(channel);
            channel.close();
        }
    }

    /// Deletes what has outlived its index's `expireAfterSeconds`, as MongoDB does once a minute and the library never.
    void deleteExpired(Instant now) {
        Channel channel = new EmbeddedChannel();
        try {
            for (String databaseName : new TreeSet<>(listDatabaseNames())) {
                for (String collection : collections(databaseName)) {
                    for (Document index : indexes(databaseName, collection)) {
                        if (index.get("expireAfterSeconds") instanceof Number seconds && index.get("key") instanceof Document key) {
                            Document olderThan = new Document("$lt", now.minus(Duration.ofSeconds(seconds.longValue())));
                            Document delete = new Document("q", new Document(key.keySet().iterator().next(), olderThan)).append("limit", 0);
                            write(channel, databaseName, "delete",
                                    new Document("delete", collection).append("deletes", List.of(delete)));
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            handleClose(channel);
            channel.close();
        }
    }

    private static Document errorReply(MongoServerException failure) {
        Document reply = new Document("errmsg", Optional.ofNullable(failure.getMessageWithoutErrorCode()).orElse(failure.toString()));
        if (failure instanceof MongoServerError error) {
            reply.append("code", error.getCode());
            reply.putIfNotNull("codeName", error.getCodeName());
        }
        return reply.append("ok", 0.0);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            journal.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("The journal could not be closed", failure);
        } finally {
            lock.writeLock().unlock();
        }
        super.close();
    }

    private record Answer(Document reply, long afterRecord) {
    }
}
