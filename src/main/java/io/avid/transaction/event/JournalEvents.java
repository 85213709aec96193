package io.avid.transaction.event;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.avid.platform.event.EventSource;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.type.v1.Event;
import io.avid.transaction.application.ReadPublishedFacts;
import io.avid.transaction.application.ReadPublishedFacts.Told;
import io.avid.transaction.domain.PublishedFact;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.v1.TransactionAllocated;
import io.avid.transaction.v1.TransactionAnnotated;
import io.avid.transaction.v1.TransactionPosted;
import java.util.List;
import java.util.Set;

/**
 * The module's events, read from the journal itself: a stream per organisation, a fact's position in the journal as its position in the
 * stream. Nothing is kept beside the journal, so nothing can be forgotten or sent that was not committed.
 */
public final class JournalEvents implements EventSource {

    private final ReadPublishedFacts facts;

    public JournalEvents(ReadPublishedFacts facts) {
        this.facts = facts;
    }

    @Override
    public Set<String> streams() {
        return facts.organisations();
    }

    @Override
    public List<PositionedEvent> after(String stream, long position, int limit) {
        return facts.after(stream, position, limit).stream().map(told -> new PositionedEvent(told.fact().position(), event(stream, told))).toList();
    }

    @Override
    public long lastPosition(String stream) {
        return facts.lastPosition(stream);
    }

    private static Event event(String organisation, Told told) {
        PublishedFact fact = told.fact();
        Message payload = switch (fact.what()) {
            case POSTED -> posted(told);
            case ANNOTATED -> TransactionAnnotated.newBuilder().setTransaction(name(told)).setKind(kind(told)).setCustomer(customer(told))
                    .setPosition(fact.position()).addAllChangedMarks(told.changedMarks()).build();
            case ALLOCATED -> TransactionAllocated.newBuilder().setTransaction(name(told)).setKind(kind(told)).setCustomer(customer(told))
                    .setPosition(fact.position()).addAllChangedCharges(charges(told)).build();
        };
        return Event.newBuilder()
                .setId(DerivedId.of("event", organisation, name(told), Integer.toString(fact.sequence())))
                .setOrganisation(organisation)
                .setAggregate(name(told))
                .setSequence(fact.sequence())
                .setActor(fact.actor())
                .setTime(Timestamp.newBuilder().setSeconds(fact.recordedAt().getEpochSecond()).setNanos(fact.recordedAt().getNano()))
                .setType(payload.getDescriptorForType().getFullName())
                .setPayload(payload.toByteString())
                .build();
    }

    private static TransactionPosted posted(Told told) {
        TransactionPosted.Builder posted = TransactionPosted.newBuilder().setTransaction(name(told)).setKind(kind(told)).setCustomer(customer(told))
                .setPosition(told.fact().position()).addAllChangedCharges(charges(told));
        if (told.transaction().terms() instanceof Terms.Reversal reversal) {
            posted.setReverses(reversal.reverses().resourceName());
        } else if (told.transaction().terms() instanceof Terms.Refund refund) {
            posted.setRefunds(refund.refunds().resourceName());
        }
        return posted.build();
    }

    private static String name(Told told) {
        return told.transaction().id().resourceName();
    }

    private static String kind(Told told) {
        return told.transaction().kind().name();
    }

    private static String customer(Told told) {
        return told.transaction().terms().customer();
    }

    private static List<String> charges(Told told) {
        return told.changedCharges().stream().map(TransactionId::resourceName).toList();
    }
}
