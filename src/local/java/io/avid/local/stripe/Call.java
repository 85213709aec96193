package io.avid.local.stripe;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One request as a resource sees it.
///
/// @param work what it does, all or nothing
/// @param parameters of the query and the body
/// @param ids those of the path, in order
/// @param requestId for the log and for the events that it causes
/// @param idempotencyKey where the caller gave one
/// @param now in seconds since 1970
record Call(Work work, Parameters parameters, List<String> ids, String requestId, Optional<String> idempotencyKey, long now) {

    String id() {
        return ids.getFirst();
    }

    /// A new object of this kind in the shape given, with id, time and metadata.
    ObjectNode make(Kind kind, String shape) {
        ObjectNode object = StripeJson.literal(shape);
        object.put("id", StripeIds.next(kind)).put("object", kind.object()).put("created", now);
        return object;
    }
}
