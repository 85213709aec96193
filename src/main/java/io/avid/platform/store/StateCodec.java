package io.avid.platform.store;

import org.bson.Document;

/**
 * How a module's state is kept as a document. {@link ModuleDatabase#codec(Class)} makes one for a
 * record of plain values by Spring Data's mapping; a module writes its own where the stored form
 * must differ from the state.
 */
public interface StateCodec<T> {
    Document encode(T state);

    T decode(Document document);
}
