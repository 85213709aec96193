package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.domain.Block;
import io.avid.transaction.domain.Command;
import io.avid.transaction.domain.CommandAnswer;
import io.avid.transaction.domain.CommandAnswer.Decided;
import io.avid.transaction.domain.CommandAnswer.DoesNotFit;
import io.avid.transaction.domain.CommandAnswer.RequestIdReused;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.JournalDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The one writer of an organisation's journal in this process.
 *
 * <p>Calls wait in a bounded queue. A thread of the writer's own takes all that wait, decides them one after the other into one block,
 * and inserts it: the dearer the store's sync, the more calls share it, without any timer. A thread of its own, because a caller may be
 * interrupted at its deadline, and an interrupt in the middle of an insert would leave everybody in the block without an answer.
 *
 * <p>The insert ends in one of three ways. It is done: the block becomes true in memory and every call is answered. The number is taken:
 * either by this very block (an earlier try of ours arrived after all), which is done, or by another process, whose blocks are read
 * before everything is decided again. Nothing is known: the same block is inserted again, which settles it whatever became of the
 * first try, since a number is given once. If the store stays silent, the callers are told UNAVAILABLE, which asks them to repeat the
 * call with the same request id; the next group reads the store before it decides, and finds the block if it did arrive.
 */
final class JournalWriter {

    private static final int INSERT_TRIES = 3;

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    /** Wakes the thread when there is nothing to do but to end. */
    private static final Waiting NOTHING = new Waiting(Optional.empty(), true, new CompletableFuture<>());

    private record Waiting(Optional<Command> command, boolean tryOnly, CompletableFuture<CommandAnswer> answer) {
    }

    private final OpenJournal journal;
    private final BlockStore store;
    private final InstantSource clock;
    private final JournalSettings settings;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    /** Whether an insert ended without an answer, so that memory may be behind the store. Seen by the writer's thread alone. */
    private boolean behind;
    private volatile boolean closed;

    JournalWriter(OpenJournal journal, BlockStore store, InstantSource clock, JournalSettings settings) {
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.waitingCalls());
        this.thread = Thread.ofVirtual().name("journal-writer-" + journal.organisation()).start(this::run);
    }

    /**
     * Has a command decided and, unless it is only tried, committed.
     *
     * @throws Failure RESOURCE_EXHAUSTED when too many wait, UNAVAILABLE when the store does not answer
     */
    CommandAnswer submit(Command command, boolean tryOnly) throws InterruptedException {
        Waiting waiting = new Waiting(Optional.of(command), tryOnly, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            throw Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", settings.waitingCalls()
                    + " calls wait for this organisation's journal, which is the most. Send fewer at once, or more in one batch, and repeat with the same request_id.",
                    Map.of("limit", Integer.toString(settings.waitingCalls())));
        }
        if (closed && queue.remove(waiting)) {
            throw closing();
        }
        try {
            return waiting.answer().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                // Thrown anew, so that each caller has a stack of its own.
                throw Failure.of(failure.kind(), failure.reason(), failure.getMessage(), failure.metadata(), failure);
            }
            throw new IllegalStateException("Deciding " + command.method() + " failed.", e.getCause());
        }
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /** Ends after what it has in hand, which no interrupt cuts short; who still waits is told UNAVAILABLE. */
    void close() {
        closed = true;
        queue.offer(NOTHING);
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Deque<Waiting> group = new ArrayDeque<>();
        try {
            while (!closed) {
                group.add(queue.take());
                queue.drainTo(group, settings.callsPerBlock() - 1);
                group.remove(NOTHING);
                while (!group.isEmpty()) {
                    commitSome(group);
                }
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            queue.drainTo(group);
            group.forEach(waiting -> waiting.answer().completeExceptionally(closing()));
        }
    }

    private static Failure closing() {
        return Failure.unavailable("The journal (it is being closed)", new IllegalStateException("closed"));
    }

    /** Takes as many from the front as fit into one block, and answers them. */
    private void commitSome(Deque<Waiting> group) {
        List<Waiting> taken = new ArrayList<>();
        try {
            journal.alone(state -> {
                if (behind) {
                    journal.catchUp();
                    behind = false;
                }
                while (!commitOnce(state, group, taken)) {
                    // Another process has the block's number: decide the same calls on what it wrote.
                    journal.catchUp();
                    taken.reversed().forEach(group::addFirst);
                    taken.clear();
                }
                return null;
            });
        } catch (RuntimeException e) {
            if (taken.isEmpty()) {
                taken.add(group.removeFirst());
            }
            taken.forEach(waiting -> waiting.answer().completeExceptionally(e));
        }
    }

    private boolean commitOnce(Journal state, Deque<Waiting> group, List<Waiting> taken) {
        JournalDraft draft = state.draft();
        List<CommandAnswer> answers = new ArrayList<>();
        while (!group.isEmpty()) {
            Waiting next = group.getFirst();
            // What is only tried is decided on a draft of its own, on the committed state.
            CommandAnswer answer = (next.tryOnly() ? state.draft() : draft).decide(next.command().orElseThrow());
            if (answer instanceof DoesNotFit && draft.size() > 0 && !next.tryOnly()) {
                break;
            }
            answers.add(answer);
            taken.add(group.removeFirst());
        }
        if (draft.size() > 0) {
            Block block = draft.close(clock.instant());
            StoredBlock stored = StoredBlock.of(block);
            if (!insert(stored)) {
                return false;
            }
            journal.add(stored);
        }
        for (int i = 0; i < taken.size(); i++) {
            answer(taken.get(i), answers.get(i), state.position());
        }
        return true;
    }

    private static void answer(Waiting waiting, CommandAnswer answer, long position) {
        switch (answer) {
            case Decided decided -> waiting.answer().complete(new Decided(decided.outcomes(), position));
            case RequestIdReused reused -> waiting.answer().complete(reused);
            case DoesNotFit(int bytes) -> waiting.answer().completeExceptionally(Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED",
                    "What is to be posted takes " + bytes + " bytes in the journal; one call may take " + JournalDraft.MAX_BYTES
                            + ". Nothing was posted; send it in smaller batches.",
                    Map.of("limit", Integer.toString(JournalDraft.MAX_BYTES))));
        }
    }

    /** Whether the block is in the store now; false when another has its number. */
    private boolean insert(StoredBlock block) {
        for (int tries = 1; ; tries++) {
            try {
                if (store.insert(block)) {
                    return true;
                }
                Optional<StoredBlock> there = store.find(block.block().organisation(), block.block().n());
                return block.isSame(there);
            } catch (Failure failure) {
                if (tries == INSERT_TRIES || failure.kind() != FailureKind.UNAVAILABLE) {
                    behind = true;
                    throw failure;
                }
            }
        }
    }
}
