package io.avid.local.stripe;

import io.avid.local.journal.CommandJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every object of every account, in memory as bytes and in a journal on disk.
///
/// One change is a [Work]: all objects that one request made, changed or deleted, its idempotent answer and the webhook
/// deliveries that it caused among them. It is applied to memory and appended to the journal as ONE record under one
/// lock, and nobody is answered, the next reader included, before that record is forced to disk. So a kill at any moment
/// leaves each request done wholly or not at all, and what was answered is done.
final class ObjectStore implements AutoCloseable {

    private static final String EXTENSION = "objects";
    private static final int SNAPSHOT_RECORD_BYTES = 1 << 18;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Kind, LinkedHashMap<String, StoredObject>>> accounts = new LinkedHashMap<>();
    private final CommandJournal journal;
    private final long compactionFloorBytes;
    private long sequence;

    ObjectStore(Path folder, long compactionFloorBytes) throws IOException {
        this.compactionFloorBytes = compactionFloorBytes;
        this.journal = CommandJournal.open(folder, EXTENSION, this::replay);
    }

    /// What a caller did under the lock, and the journal's record that must be on disk before anybody hears of it.
    private record Outcome<T>(T result, long record) {
    }

    /// Runs a change; returns when all of it is on disk. If the function throws, nothing happened, except that a refusal that
    /// [StripeError#keepsChanges] is kept with what led to it.
    <T> T change(String account, Function<Work, T> change) {
        Outcome<Object> outcome;
        Work work = new Work(this, account);
        lock.lock();
        try {
            journal.refuseAfterFailure();
            Object result;
            try {
                result = change.apply(work);
                commit(work);
            } catch (StripeError declined) {
                if (declined.keepsChanges()) {
                    commit(work);
                }
                result = declined;
            }
            outcome = new Outcome<>(result, journal.appendedRecords());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
        awaitDurable(outcome.record);
        work.kept();
        if (outcome.result instanceof StripeError declined) {
            throw declined;
        }
        @SuppressWarnings("unchecked")
        T result = (T) outcome.result;
        return result;
    }

    /// Runs a question; what it saw is on disk when this returns.
    <T> T read(String account, Function<Work, T> question) {
        T answer;
        long record;
        lock.lock();
        try {
            answer = question.apply(new Work(this, account));
            record = journal.appendedRecords();
        } finally {
            lock.unlock();
        }
        awaitDurable(record);
        return answer;
    }

    private void awaitDurable(long record) {
        try {
            journal.awaitDurable(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The accounts that keep anything, in the order in which they appeared.
    List<String> accounts() {
        lock.lock();
        try {
            return List.copyOf(accounts.keySet());
        } finally {
            lock.unlock();
        }
    }

    Optional<StoredObject> find(String account, Kind kind, String id) {
        return Optional.ofNullable(of(account, kind).get(id));
    }

    /// Newest first. Read under the lock only, so never kept.
    Iterable<StoredObject> newestFirst(String account, Kind kind) {
        return of(account, kind).sequencedValues().reversed();
    }

    private LinkedHashMap<String, StoredObject> of(String account, Kind kind) {
        return accounts.computeIfAbsent(account, any -> new EnumMap<>(Kind.class)).computeIfAbsent(kind, any -> new LinkedHashMap<>());
    }

    private void commit(Work work) throws IOException {
        work.committed();
        if (work.isEmpty()) {
            return;
        }
        List<Change> changes = new ArrayList<>();
        work.changes().forEach((key, node) -> changes.add(new Change(work.account(), key.kind(), key.id(), node, ++sequence)));
        ArrayNode record = StripeJson.array();
        for (Change change : changes) {
            record.add(change.asJson());
            apply(change);
        }
        journal.append(encode(record));
        if (journal.isWorthCompacting(compactionFloorBytes)) {
            compact();
        }
    }

    private void apply(Change change) {
        LinkedHashMap<String, StoredObject> objects = of(change.account, change.kind);
        if (change.node.isEmpty()) {
            objects.remove(change.id);
        } else {
            objects.merge(change.id, StoredObject.of(change.id, change.sequence, change.node.get()),
                    (old, changed) -> changed.inPlaceOf(old));
        }
    }

    /// Writes everything anew in place of the journal.
    void compact() throws IOException {
        lock.lock();
        try {
            Iterator<ByteBuffer> records = snapshot().iterator();
            journal.compact(() -> records);
        } finally {
            lock.unlock();
        }
    }

    private List<ByteBuffer> snapshot() {
        List<ByteBuffer> records = new ArrayList<>();
        ArrayNode record = StripeJson.array();
        int bytes = 0;
        for (var account : accounts.entrySet()) {
            for (var objects : account.getValue().entrySet()) {
                for (StoredObject object : objects.getValue().values()) {
                    record.add(new Change(account.getKey(), objects.getKey(), object.id(), Optional.of(object.node()), object.sequence()).asJson());
                    bytes += object.deflated().length;
                    if (bytes > SNAPSHOT_RECORD_BYTES) {
                        records.add(encode(record));
                        record = StripeJson.array();
                        bytes = 0;
                    }
                }
            }
        }
        if (!record.isEmpty()) {
            records.add(encode(record));
        }
        return records;
    }

    private void replay(ByteBuffer frame) {
        while (frame.hasRemaining()) {
            int length = frame.getInt() - Integer.BYTES;
            byte[] deflated = new byte[length];
            frame.get(deflated);
            for (var change : StripeJson.parse(StoredObject.inflate(deflated))) {
                Change read = Change.of((ObjectNode) change);
                sequence = Math.max(sequence, read.sequence);
                apply(read);
            }
        }
    }

    private static ByteBuffer encode(ArrayNode record) {
        byte[] deflated = StoredObject.deflate(StripeJson.bytes(record));
        int length = Integer.BYTES + deflated.length;
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(length).put(deflated).flip();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            journal.close();
        } finally {
            lock.unlock();
        }
    }

    /// One object made, changed or, without a node, deleted.
    private record Change(String account, Kind kind, String id, Optional<ObjectNode> node, long sequence) {

        ObjectNode asJson() {
            ObjectNode json = StripeJson.object().put("a", account).put("k", kind.name()).put("i", id).put("s", sequence);
            node.ifPresent(object -> json.set("o", object));
            return json;
        }

        static Change of(ObjectNode json) {
            return new Change(json.get("a").asString(), Kind.valueOf(json.get("k").asString()), json.get("i").asString(),
                    Optional.ofNullable((ObjectNode) json.get("o")), json.get("s").asLong());
        }
    }
}
