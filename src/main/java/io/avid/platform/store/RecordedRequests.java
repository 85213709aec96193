package io.avid.platform.store;

import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * The requests that an aggregate's document remembers: what was asked under which request_id, and
 * which version answered it.
 *
 * <p>A record whose version is the document's own needs no copy of its outcome; the write that
 * replaces that version takes the copy, for it has the state in hand. So the outcome costs nothing
 * until the aggregate changes again.
 */
final class RecordedRequests {
    /** How long a repeated call is answered from its record (law 8). */
    static final Duration KEPT = Duration.ofDays(30);

    /** How many a document remembers at most, so that it stays small; the oldest go first. */
    static final int LIMIT = 64;

    private RecordedRequests() {}

    /**
     * The record of this request, if there is one.
     *
     * @throws Failure REQUEST_ID_REUSED if it was used for something else
     */
    static Optional<Document> find(Document aggregate, RequestIdentity request) {
        for (Document recorded : aggregate.getList(Fields.REQUESTS, Document.class, List.of())) {
            if (recorded.getString(Fields.REQUEST_ID).equals(request.requestId())
                    && recorded.getString(Fields.METHOD).equals(request.method())) {
                if (!recorded.getString(Fields.FINGERPRINT).equals(request.fingerprint())) {
                    throw Failure.requestIdReused(request.requestId());
                }
                return Optional.of(recorded);
            }
        }
        return Optional.empty();
    }

    static Document newRecord(RequestIdentity request, long version, Instant now) {
        return new Document(Fields.METHOD, request.method())
                .append(Fields.REQUEST_ID, request.requestId())
                .append(Fields.FINGERPRINT, request.fingerprint())
                .append(Fields.VERSION, version)
                .append(Fields.TIME, Date.from(now));
    }

    /** The list for the next version: old ones dropped, the outcome of the present version copied. */
    static List<Document> next(Document aggregate, Optional<RequestIdentity> request, Instant now) {
        long version = aggregate.getLong(Fields.VERSION);
        Date oldest = Date.from(now.minus(KEPT));
        var kept = new ArrayList<Document>();
        for (Document recorded : aggregate.getList(Fields.REQUESTS, Document.class, List.of())) {
            if (recorded.getDate(Fields.TIME).before(oldest)) {
                continue;
            }
            if (recorded.getLong(Fields.VERSION) == version && !recorded.containsKey(Fields.OUTCOME)) {
                var copy = new Document(recorded);
                copy.append(Fields.OUTCOME, new Document(Fields.ETAG, aggregate.getString(Fields.ETAG))
                        .append(Fields.UPDATE_TIME, aggregate.getDate(Fields.UPDATE_TIME))
                        .append(Fields.STATE, aggregate.get(Fields.STATE, Document.class)));
                kept.add(copy);
            } else {
                kept.add(recorded);
            }
        }
        request.ifPresent(identity -> kept.add(newRecord(identity, version + 1, now)));
        return kept.size() <= LIMIT ? kept : new ArrayList<>(kept.subList(kept.size() - LIMIT, kept.size()));
    }
}
