package io.avid.document.application;

import io.avid.document.domain.FiledDocument;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;

/**
 * One document that the caller may see. A customer's login sees the documents that concern its
 * customer; one that concerns nobody is the organisation's own.
 */
public final class FindDocument {
    private final AggregateStore<FiledDocument> documents;

    public FindDocument(AggregateStore<FiledDocument> documents) {
        this.documents = documents;
    }

    /** The document of a resource name; NOT_FOUND where the caller may not see it. */
    public Stored<FiledDocument> find(Principal principal, String name) {
        return documents.find(principal.organisation(), documents.idOf(name))
                .filter(document -> principal.customer().isEmpty()
                        || document.state().label().customer().equals(principal.customer()))
                .orElseThrow(() -> Failure.notFound(name));
    }
}
