package io.avid.transaction.domain;

import io.avid.transaction.domain.Fact.AllocationMade;
import io.avid.transaction.domain.Fact.CallAnswered;
import io.avid.transaction.domain.Fact.TransactionAnnotated;
import io.avid.transaction.domain.Fact.TransactionPosted;
import io.avid.transaction.domain.PublishedFact.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which facts of the journal others are told of, in the order of positions.
 *
 * <p>A posting and an annotation are told by themselves. An allocation that came with a posting follows it without a gap and is told with
 * it; a row of allocations of the same funds that did not come with a posting is told once, at the position of the first. Who made them
 * is known when the call's answer comes, which ends the facts of each call.
 */
final class PublishedFacts {

    private record Pending(long position, TransactionId transaction, What what) {
    }

    private final List<PublishedFact> inOrder = new ArrayList<>();
    /** Only of transactions to which something happened after they were posted. */
    private final Map<TransactionId, Integer> sequences = new HashMap<>();

    void addAll(Block block) {
        List<Pending> ofCall = new ArrayList<>();
        Optional<TransactionId> allocating = Optional.empty();
        long position = block.firstPosition();
        for (Fact fact : block.facts()) {
            switch (fact) {
                case TransactionPosted(Transaction transaction) -> {
                    ofCall.add(new Pending(position, transaction.id(), What.POSTED));
                    allocating = Optional.of(transaction.id());
                }
                case TransactionAnnotated annotated -> {
                    ofCall.add(new Pending(position, annotated.transaction(), What.ANNOTATED));
                    allocating = Optional.empty();
                }
                case AllocationMade(Allocation allocation) -> {
                    if (!allocating.equals(Optional.of(allocation.funds()))) {
                        ofCall.add(new Pending(position, allocation.funds(), What.ALLOCATED));
                        allocating = Optional.of(allocation.funds());
                    }
                }
                case CallAnswered answered -> {
                    ofCall.forEach(pending -> add(pending, answered.actor(), block.recordedAt()));
                    ofCall.clear();
                    allocating = Optional.empty();
                }
                case Fact.AccountOpened opened -> allocating = Optional.empty();
                case Fact.AllocationUndone undone -> allocating = Optional.empty();
                case Fact.AllocationReduced reduced -> allocating = Optional.empty();
            }
            position++;
        }
    }

    private void add(Pending pending, String actor, Instant recordedAt) {
        int sequence = pending.what() == What.POSTED ? 1 : sequences.merge(pending.transaction(), 2, (known, first) -> known + 1);
        inOrder.add(new PublishedFact(pending.position(), pending.transaction(), sequence, pending.what(), actor, recordedAt));
    }

    /** Those after a position, at most so many. */
    List<PublishedFact> after(long afterPosition, int limit) {
        int from = 0;
        int to = inOrder.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (inOrder.get(middle).position() <= afterPosition) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return List.copyOf(inOrder.subList(from, (int) Math.min(inOrder.size(), (long) from + limit)));
    }

    /** The position of the last; 0 where there is none. */
    long lastPosition() {
        return inOrder.isEmpty() ? 0 : inOrder.getLast().position();
    }

    void write(CanonicalWriter out) {
        out.list(inOrder, fact -> out.number(fact.position()).text(fact.transaction().value()).count(fact.sequence()).count(fact.what().code())
                .text(fact.actor()).instant(fact.recordedAt()));
    }

    void read(CanonicalReader in) {
        in.list(() -> {
            PublishedFact fact = new PublishedFact(in.number(), new TransactionId(in.text()), in.count(), What.ofCode(in.count()), in.text(), in.instant());
            inOrder.add(fact);
            if (fact.sequence() > 1) {
                sequences.put(fact.transaction(), fact.sequence());
            }
            return fact;
        });
    }
}
