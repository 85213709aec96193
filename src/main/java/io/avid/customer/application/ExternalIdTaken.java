package io.avid.customer.application;

import io.avid.customer.domain.ExternalId;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.store.UniqueKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule that an external id belongs to one customer of an organisation, and what breaking it answers. */
final class ExternalIdTaken {
    private ExternalIdTaken() {}

    static Set<UniqueKey> keys(Collection<ExternalId> ids) {
        return ids.stream().map(id -> new UniqueKey(id.system(), id.value())).collect(Collectors.toSet());
    }

    static Failure failure(UniqueKey key, String holder) {
        String id = key.system() + "/" + key.value();
        return Failure.of(FailureKind.ALREADY_EXISTS, "EXTERNAL_ID_TAKEN",
                "External id " + id + " belongs to " + holder + ". Change that customer, or leave the id away.",
                Map.of("external_id", id, "customer", holder));
    }
}
