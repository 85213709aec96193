package io.avid.local.mongodb;

import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import java.util.List;

/// A database of [OrderedCollection]s.
final class OrderedDatabase extends AbstractSynchronizedMongoDatabase<Integer> {

    OrderedDatabase(String databaseName, CursorRegistry cursors) {
        super(databaseName, cursors);
        initializeNamespacesAndIndexes();
    }

    @Override
    protected OrderedCollection openOrCreateCollection(String collectionName, CollectionOptions options) {
        return new OrderedCollection(this, collectionName, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new MemoryUniqueIndex(indexName, keys, sparse);
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    @Override
    protected long getFileSize() {
        return 0;
    }
}
