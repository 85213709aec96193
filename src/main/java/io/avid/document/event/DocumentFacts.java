package io.avid.document.event;

import io.avid.document.domain.FiledDocument;
import io.avid.document.v1.DocumentCreated;
import io.avid.platform.store.Fact;

/** Module document's facts as event messages. */
public final class DocumentFacts {
    private DocumentFacts() {}

    /** A document of that name was filed. */
    public static Fact created(String name, FiledDocument document) {
        return Fact.of(DocumentCreated.newBuilder()
                .setDocument(name)
                .setKind(document.label().kind())
                .setCustomer(document.label().customer().orElse(""))
                .build());
    }
}
