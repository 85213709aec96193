package io.avid.transaction.store;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.avid.platform.store.ModuleDatabase;
import io.avid.transaction.application.SnapshotStore;
import io.avid.transaction.domain.BlockCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Snapshots in MongoDB: chunks first, then the manifest that makes them count, then the older chunks go. A crash in between leaves the
 * older snapshot, or chunks that nobody names; a manifest whose chunks are not all there, or not what they were, counts as none.
 *
 * <p>{@code snapshots: {_id: organisation, n, chunks, hash}}; {@code snapshot_chunks: {_id: "organisation/n/i", content}}.
 */
public final class MongoSnapshotStore implements SnapshotStore {

    private static final String MANIFESTS = "snapshots";
    private static final String CHUNKS = "snapshot_chunks";
    private static final String ID = "_id";
    private static final String N = "n";
    private static final String COUNT = "chunks";
    private static final String HASH = "hash";
    private static final String CONTENT = "content";
    /** A document holds 16 MiB at most; a quarter of it keeps single reads short. */
    private static final int CHUNK_BYTES = 4 << 20;

    private final Function<String, MongoCollection<Document>> collections;

    /** In the module's database, which connects at the first use. */
    public MongoSnapshotStore(ModuleDatabase database) {
        this.collections = name -> database.template().getCollection(name);
    }

    @Override
    public void save(String organisation, long n, byte[] state) {
        MongoAnswers.of(() -> {
            int count = 0;
            for (int from = 0; from < state.length; from += CHUNK_BYTES) {
                byte[] chunk = Arrays.copyOfRange(state, from, Math.min(state.length, from + CHUNK_BYTES));
                String id = chunkId(organisation, n, count++);
                collections.apply(CHUNKS).replaceOne(Filters.eq(ID, id), new Document(ID, id).append(CONTENT, new Binary(chunk)),
                        new ReplaceOptions().upsert(true));
            }
            Optional<Document> older = manifest(organisation);
            if (older.isPresent() && older.get().getLong(N) >= n) {
                if (older.get().getLong(N) > n) {
                    removeChunks(organisation, n, count);
                }
                return n;
            }
            replaceManifest(organisation, new Document(ID, organisation).append(N, n).append(COUNT, count).append(HASH, BlockCodec.hash(state)));
            older.ifPresent(manifest -> removeChunks(organisation, manifest.getLong(N), manifest.getInteger(COUNT)));
            return n;
        });
    }

    /** Another process may have put a newer one in between: then the condition finds none, and the key is taken. */
    private void replaceManifest(String organisation, Document manifest) {
        try {
            collections.apply(MANIFESTS).replaceOne(Filters.and(Filters.eq(ID, organisation), Filters.lt(N, manifest.getLong(N))), manifest,
                    new ReplaceOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (!MongoAnswers.isDuplicateKey(e)) {
                throw e;
            }
        }
    }

    private void removeChunks(String organisation, long n, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(chunkId(organisation, n, i));
        }
        collections.apply(CHUNKS).deleteMany(Filters.in(ID, ids));
    }

    @Override
    public Optional<byte[]> find(String organisation) {
        return MongoAnswers.of(() -> manifest(organisation).flatMap(manifest -> whole(organisation, manifest)));
    }

    private Optional<byte[]> whole(String organisation, Document manifest) {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        for (int i = 0; i < manifest.getInteger(COUNT); i++) {
            Document chunk = collections.apply(CHUNKS).find(Filters.eq(ID, chunkId(organisation, manifest.getLong(N), i))).first();
            if (chunk == null) {
                return Optional.empty();
            }
            state.writeBytes(chunk.get(CONTENT, Binary.class).getData());
        }
        byte[] bytes = state.toByteArray();
        return BlockCodec.hash(bytes).equals(manifest.getString(HASH)) ? Optional.of(bytes) : Optional.empty();
    }

    private Optional<Document> manifest(String organisation) {
        return Optional.ofNullable(collections.apply(MANIFESTS).find(Filters.eq(ID, organisation)).first());
    }

    private static String chunkId(String organisation, long n, int chunk) {
        return organisation + "/" + n + "/" + chunk;
    }
}
