package io.avid.platform.store;

import org.bson.Document;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;

/** A record of plain values by Spring Data's mapping. */
final class MappedCodec<T> implements StateCodec<T> {
    private static final class Holder {
        static final MappingMongoConverter CONVERTER = DocumentMapping.converter();
    }

    private final Class<T> type;

    MappedCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    public Document encode(T state) {
        var document = new Document();
        Holder.CONVERTER.write(state, document);
        return document;
    }

    @Override
    public T decode(Document document) {
        return Holder.CONVERTER.read(type, document);
    }
}
