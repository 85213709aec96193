package io.avid.document.application;

import io.avid.document.domain.FiledDocument;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.AggregateStore.Latest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Documents that the caller may see, latest first. */
public final class ListDocuments {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;

    private final AggregateStore<FiledDocument> documents;

    public ListDocuments(AggregateStore<FiledDocument> documents) {
        this.documents = documents;
    }

    /**
     * One page.
     *
     * @param customer only those that concern this customer
     * @param kind only those of this kind
     * @param pageSize how many at most; 0 means the default
     * @param position where the page before ended
     */
    public Latest<FiledDocument> list(Principal principal, Optional<String> customer, Optional<String> kind, int pageSize,
            Optional<String> position) {
        customer.filter(name -> !principal.sees(name)).ifPresent(name -> {
            throw Failure.notFound(name);
        });
        Map<String, String> equal = new HashMap<>();
        principal.customer().or(() -> customer).ifPresent(name -> equal.put("customer", name));
        kind.ifPresent(name -> equal.put("kind", name));
        int limit = pageSize == 0 ? PAGE_SIZE_DEFAULT : Math.min(pageSize, PAGE_SIZE_MAX);
        return documents.latest(principal.organisation(), equal, limit, position);
    }
}
