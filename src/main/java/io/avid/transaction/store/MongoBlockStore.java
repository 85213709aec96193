package io.avid.transaction.store;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.UpdateOptions;
import io.avid.platform.store.ModuleDatabase;
import io.avid.transaction.application.BlockStore;
import io.avid.transaction.application.StoredBlock;
import io.avid.transaction.domain.Block;
import io.avid.transaction.domain.DamagedJournalException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Blocks in MongoDB: one document each, found by its key alone.
 *
 * <p>{@code blocks: {_id: "organisation/n", organisation, n, first_position, last_position, recorded_at, previous_hash, hash, content}}.
 * {@code content} is the truth, the canonical bytes; what stands beside it is for people who look at the store.
 * {@code journals: {_id: organisation}} lists the organisations that began a journal, before their first block.
 */
public final class MongoBlockStore implements BlockStore {

    private static final String BLOCKS = "blocks";
    private static final String JOURNALS = "journals";
    private static final String ID = "_id";
    private static final String N = "n";
    private static final String CONTENT = "content";
    private static final String HASH = "hash";

    private final Function<String, MongoCollection<Document>> collections;

    /** In the module's database, which connects at the first use. */
    public MongoBlockStore(ModuleDatabase database) {
        this.collections = name -> database.template().getCollection(name);
    }

    @Override
    public boolean insert(StoredBlock stored) {
        Block block = stored.block();
        Document document = new Document(ID, key(block.organisation(), block.n()))
                .append("organisation", block.organisation()).append(N, block.n())
                .append("first_position", block.firstPosition()).append("last_position", block.lastPosition())
                .append("recorded_at", Date.from(block.recordedAt())).append("previous_hash", block.previousHash())
                .append(HASH, stored.hash()).append(CONTENT, new Binary(stored.content()));
        return MongoAnswers.of(() -> {
            if (block.n() == 1) {
                collections.apply(JOURNALS).updateOne(Filters.eq(ID, block.organisation()),
                        Updates.setOnInsert("begun_at", Date.from(block.recordedAt())), new UpdateOptions().upsert(true));
            }
            try {
                collections.apply(BLOCKS).insertOne(document);
                return true;
            } catch (MongoWriteException e) {
                if (MongoAnswers.isDuplicateKey(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<StoredBlock> find(String organisation, long n) {
        return findFrom(organisation, n, 1).stream().findFirst();
    }

    @Override
    public List<StoredBlock> findFrom(String organisation, long n, int limit) {
        List<String> keys = new ArrayList<>(limit);
        for (long next = n; next < n + limit; next++) {
            keys.add(key(organisation, next));
        }
        Map<String, Document> found = new HashMap<>();
        MongoAnswers.of(() -> {
            for (Document document : collections.apply(BLOCKS).find(Filters.in(ID, keys))) {
                found.put(document.getString(ID), document);
            }
            return found;
        });
        List<StoredBlock> blocks = new ArrayList<>();
        for (long next = n; next < n + limit && found.containsKey(key(organisation, next)); next++) {
            blocks.add(read(organisation, next, found.get(key(organisation, next))));
        }
        return blocks;
    }

    private static StoredBlock read(String organisation, long n, Document document) {
        try {
            return StoredBlock.read(organisation, n, document.get(CONTENT, Binary.class).getData(), document.getString(HASH));
        } catch (NullPointerException | ClassCastException e) {
            throw new DamagedJournalException("The document of block " + key(organisation, n) + " lacks its content or hash; restore it from a backup.", e);
        }
    }

    @Override
    public Set<String> organisations() {
        return MongoAnswers.of(() -> {
            Set<String> found = new TreeSet<>();
            collections.apply(JOURNALS).find().forEach(document -> found.add(document.getString(ID)));
            return found;
        });
    }

    private static String key(String organisation, long n) {
        return organisation + "/" + n;
    }
}
