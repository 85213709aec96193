package io.avid.transaction.event;

import com.google.protobuf.Timestamp;
import io.avid.platform.event.EventSource;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.type.v1.Event;
import io.avid.transaction.application.ReadPostings;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.Transaction;
import io.avid.transaction.v1.TransactionPosted;
import java.util.List;
import java.util.Set;

/**
 * The module's events, read from the journal itself: a stream per organisation, a posting's position in the journal as its position in
 * the stream. Nothing is kept beside the journal, so nothing can be forgotten or sent that was not committed.
 */
public final class JournalEvents implements EventSource {

    private final ReadPostings postings;

    public JournalEvents(ReadPostings postings) {
        this.postings = postings;
    }

    @Override
    public Set<String> streams() {
        return postings.organisations();
    }

    @Override
    public List<PositionedEvent> after(String stream, long position, int limit) {
        return postings.after(stream, position, limit).stream().map(posted -> new PositionedEvent(posted.position(), event(stream, posted))).toList();
    }

    @Override
    public long lastPosition(String stream) {
        return postings.lastPosition(stream);
    }

    private static Event event(String organisation, PostedTransaction posted) {
        Transaction transaction = posted.transaction();
        String name = transaction.id().resourceName();
        TransactionPosted payload = TransactionPosted.newBuilder().setTransaction(name).setKind(transaction.kind().name())
                .setCustomer(transaction.terms().customer()).setPosition(posted.position()).build();
        return Event.newBuilder()
                .setId(DerivedId.of("event", organisation, name, "1"))
                .setOrganisation(organisation)
                .setAggregate(name)
                // A transaction never changes: its posting is all that happens to it.
                .setSequence(1)
                .setActor(transaction.actor())
                .setTime(Timestamp.newBuilder().setSeconds(posted.recordedAt().getEpochSecond()).setNanos(posted.recordedAt().getNano()))
                .setType(payload.getDescriptorForType().getFullName())
                .setPayload(payload.toByteString())
                .build();
    }
}
