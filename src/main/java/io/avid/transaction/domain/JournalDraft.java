package io.avid.transaction.domain;

import io.avid.transaction.domain.CommandAnswer.Decided;
import io.avid.transaction.domain.CommandAnswer.DoesNotFit;
import io.avid.transaction.domain.CommandAnswer.RequestIdReused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The block that is being filled: commands are decided one after the other, each on the committed state and what the earlier ones of
 * this block made of it. The committed state does not change; a draft that is not committed is thrown away.
 */
public final class JournalDraft {

    /** What the facts of one block take at most. A MongoDB document holds 16 MiB; half of it leaves room for all that is beside the facts. */
    public static final int MAX_BYTES = 8 << 20;

    private final Journal journal;
    private final Books books;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<Journal.CallKey, Fact.CallAnswered> answered = new HashMap<>();
    private int bytes;

    JournalDraft(Journal journal, Books books) {
        this.journal = journal;
        this.books = books;
    }

    /**
     * Decides a command.
     *
     * @return the answer once the block is committed, or, for a call that was answered before, that answer
     */
    public CommandAnswer decide(Command command) {
        Optional<CommandAnswer> before = answerBefore(command);
        if (before.isPresent()) {
            return before.get();
        }
        Books layer = books.layer();
        List<Fact> made = new ArrayList<>();
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (int item = 0; item < command.items().size(); item++) {
            DecideItem.Result result = DecideItem.decide(journal.organisation(), command, item, layer);
            outcomes.add(result.outcome());
            made.addAll(result.facts());
        }
        Fact.CallAnswered answer = new Fact.CallAnswered(command.method(), command.requestId(), command.fingerprint(), command.actor(), outcomes);
        made.add(answer);
        int madeBytes = bytesOf(made);
        if (bytes + madeBytes > MAX_BYTES) {
            return new DoesNotFit(madeBytes);
        }
        layer.settle();
        facts.addAll(made);
        bytes += madeBytes;
        answered.put(new Journal.CallKey(command.method(), command.requestId()), answer);
        return new Decided(outcomes, journal.position() + facts.size());
    }

    private static int bytesOf(List<Fact> facts) {
        CanonicalWriter out = new CanonicalWriter();
        facts.forEach(fact -> FactCodec.write(out, fact));
        return out.toBytes().length;
    }

    private Optional<CommandAnswer> answerBefore(Command command) {
        Journal.CallKey key = new Journal.CallKey(command.method(), command.requestId());
        Optional<Fact.CallAnswered> inDraft = Optional.ofNullable(answered.get(key));
        if (inDraft.isPresent()) {
            return Optional.of(sameOrReused(command, inDraft.get(), journal.position() + facts.size()));
        }
        return journal.answer(key).map(known -> sameOrReused(command, known.answer(), known.recordedPosition()));
    }

    private static CommandAnswer sameOrReused(Command command, Fact.CallAnswered known, long position) {
        return known.fingerprint().equals(command.fingerprint())
                ? new Decided(known.outcomes(), position)
                : new RequestIdReused(command.method(), command.requestId());
    }

    /** How many facts the block would hold. */
    public int size() {
        return facts.size();
    }

    /** The block that makes it true; its time is never before that of the block before. */
    public Block close(Instant now) {
        Instant millis = Instant.ofEpochMilli(now.toEpochMilli());
        Instant recordedAt = millis.isBefore(journal.recordedAt()) ? journal.recordedAt() : millis;
        return new Block(journal.organisation(), journal.blocks() + 1, journal.position() + 1, recordedAt, journal.hash(), facts);
    }
}
