package io.avid.local.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A collection whose natural order is the order of insertion, always.
///
/// The library's own collection fills the gaps that deletions left, so its order depends on deletions long gone. A
/// snapshot does not know those, and a command replayed after it ("update the first that matches") would then pick
/// another document than it did the first time. Here positions only grow, and a snapshot written in this order leads
/// to the same choices.
final class OrderedCollection extends AbstractSynchronizedMongoCollection<Integer> {

    private static final String ID = "_id";

    private final NavigableMap<Integer, Document> documents = new TreeMap<>();
    private final AtomicInteger dataBytes = new AtomicInteger();
    private int nextPosition;

    OrderedCollection(MongoDatabase database, String collectionName, CollectionOptions options, CursorRegistry cursors) {
        super(database, collectionName, options, cursors);
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        int position = nextPosition;
        nextPosition = Math.incrementExact(nextPosition);
        documents.put(position, document);
        return position;
    }

    /// MongoDB finds a document by its id whatever else the query asks; the library does so only where the id is all it
    /// asks, and reads the whole collection for an update on condition of a version.
    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
            Document fieldSelector) {
        if (query.size() > 1 && query.get(ID) != null) {
            var byId = new Document(ID, query.get(ID));
            for (Index<Integer> index : getIndexes()) {
                if (index.canHandle(byId)) {
                    List<Integer> positions = new ArrayList<>();
                    index.getPositions(byId).forEach(positions::add);
                    positions.sort(null);
                    return matchDocuments(query, positions, orderBy, numberToSkip, limit, batchSize, fieldSelector);
                }
            }
        }
        return super.queryDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
            Document fieldSelector) {
        var source = isNaturalDescending(orderBy) ? documents.descendingMap() : documents;
        return matchDocumentsFromStream(source.values().stream(), query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    @Override
    protected Integer findDocumentPosition(Document document) {
        for (Map.Entry<Integer, Document> entry : documents.entrySet()) {
            if (entry.getValue().equals(document)) {
                return entry.getKey();
            }
        }
        return null;
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream().map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
    }

    @Override
    protected void removeDocument(Integer position) {
        documents.remove(position);
    }

    @Override
    protected Document getDocument(Integer position) {
        return documents.get(position);
    }

    @Override
    protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
        // The library changed the stored document in place.
    }

    @Override
    public synchronized int count() {
        return documents.size();
    }

    @Override
    public synchronized boolean isEmpty() {
        return documents.isEmpty();
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        dataBytes.addAndGet(sizeDelta);
    }

    @Override
    protected int getDataSize() {
        return dataBytes.get();
    }
}
