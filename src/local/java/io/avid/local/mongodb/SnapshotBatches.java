package io.avid.local.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Documents in order, gathered into batches of about so many bytes of BSON.
///
/// @param documents what to gather, read once
/// @param batchBytes a batch is closed by the document that reaches this
record SnapshotBatches(Iterator<Document> documents, int batchBytes) {

    Stream<List<Document>> stream() {
        Iterator<List<Document>> batches = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return documents.hasNext();
            }

            @Override
            public List<Document> next() {
                List<Document> batch = new ArrayList<>();
                int bytes = 0;
                while (documents.hasNext() && bytes < batchBytes) {
                    Document document = documents.next();
                    batch.add(document);
                    bytes += bytes(document);
                }
                return batch;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false);
    }

    private static int bytes(Document document) {
        ByteBuf buffer = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, buffer);
        return buffer.readableBytes();
    }
}
