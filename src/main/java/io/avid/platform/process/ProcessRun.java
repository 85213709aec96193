package io.avid.platform.process;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.telemetry.Tracing;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.ProcessRecord.StepRecord;
import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.platform.store.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker with one process, from the moment it has the lease until it gives it back.
 *
 * <p>It runs the current step, writes the outcome together with the beginning of the next step, and
 * so on. Each write is on condition of the epoch: when another worker has taken over, this one learns
 * it at its next write and stops, having changed nothing. Heartbeats come from another thread; a lock
 * makes them and the worker's writes take turns, so that neither undoes the other's version.
 */
final class ProcessRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);

    /** After these the outcome is unknown: the same request is repeated until it is known. */
    private static final Set<FailureKind> UNKNOWN = EnumSet.of(FailureKind.UNAVAILABLE, FailureKind.DEADLINE_EXCEEDED,
            FailureKind.INTERNAL);

    /** Nothing happened, and it may go well later. */
    private static final Set<FailureKind> PASSING = EnumSet.of(FailureKind.RESOURCE_EXHAUSTED, FailureKind.ABORTED);

    /** Attempts of a step that fails by a defect of ours: it will hardly mend itself. */
    private static final int ATTEMPTS_OF_A_DEFECT = 3;

    private final ProcessStore store;
    private final ProcessDefinition definition;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProcessProperties properties;
    private final BooleanSupplier shuttingDown;
    private final Tracing tracing;
    private final Consumer<String> wakeOn;
    private final Runnable madeSomething;
    private final Principal principal;
    private final String name;
    private final long epoch;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Stored<ProcessRecord> stored;
    private volatile boolean lost;
    private volatile boolean cancelNoticed;
    private volatile boolean woken;

    ProcessRun(ProcessStore store, ProcessDefinition definition, Stored<ProcessRecord> leased, InstantSource clock,
            RandomGenerator random, ProcessProperties properties, BooleanSupplier shuttingDown, Tracing tracing,
            Consumer<String> wakeOn, Runnable madeSomething) {
        this.store = store;
        this.definition = definition;
        this.clock = clock;
        this.random = random;
        this.properties = properties;
        this.shuttingDown = shuttingDown;
        this.tracing = tracing;
        this.wakeOn = wakeOn;
        this.madeSomething = madeSomething;
        this.stored = leased;
        this.name = store.nameOf(leased.id());
        this.epoch = leased.state().epoch();
        this.principal = leased.state().principal(definition, leased.organisation(), leased.id());
    }

    /**
     * Works until the process ends, waits, or is another's.
     *
     * @return the process as this worker left it; empty where another has it
     */
    Optional<ProcessRecord> work() {
        try {
            while (stored.state().leaseOwner() != null) {
                if (stored.state().cancelRequested() && !stored.state().compensating()) {
                    write(this::cancel);
                } else if (shuttingDown.getAsBoolean()) {
                    write(record -> record.released(clock.instant()));
                } else {
                    workOnCurrentStep();
                }
            }
            return Optional.of(stored.state());
        } catch (LeaseLost e) {
            lost = true;
            LOG.info("{} is another worker's now; this one stops.", name);
            return Optional.empty();
        }
    }

    /** Prolongs the lease; called from the engine's heartbeat. */
    void heartbeat() {
        writing.lock();
        try {
            if (lost || stored.state().leaseOwner() == null) {
                return;
            }
            stored = store.changeSilently(principal, stored,
                    record -> own(record).leased(record.leaseOwner(), leaseEnd(), epoch));
        } catch (LeaseLost e) {
            lost = true;
        } finally {
            writing.unlock();
        }
    }

    /** Staff asked in this process to cancel it: the worker need not wait for its next write to learn it. */
    void noticeCancel() {
        cancelNoticed = true;
    }

    /** What the process waits for may have happened: if it waits in the end, it is to be looked at again. */
    void noticeWake() {
        woken = true;
    }

    /** Whether something happened that it may wait for. */
    boolean woken() {
        return woken;
    }

    /** The steps so far are undone first, the last one first, where they can be. */
    private ProcessRecord cancel(ProcessRecord record) {
        ProcessRecord stopped = record.withCurrentStep(step -> step.at(State.CANCELLED, step.attempt(), null, ""));
        return canBeUndone(record)
                ? stopped.at(State.RUNNING, "Cancelled; what was done is being undone.").atStep(record.current(), true)
                : stopped.ended(State.CANCELLED, "Cancelled. What was done stays done.", clock.instant());
    }

    private void workOnCurrentStep() {
        ProcessRecord record = stored.state();
        Step step = definition.steps().get(record.current());
        try {
            if (record.compensating()) {
                undo(step);
            } else {
                switch (step) {
                    case CallStep call -> run(call);
                    case ItemStep items -> run(items);
                }
            }
        } catch (LeaseLost e) {
            throw e;
        } catch (Failure failure) {
            settle(step, failure);
        } catch (Exception e) {
            LOG.error("Step {} of {} failed by a defect.", step.name(), name, DefectTrace.of(e));
            settleDefect(step, e);
        }
    }

    private void run(CallStep step) throws Exception {
        StepOutcome outcome = inItsTrace(step, () -> step.run(context(false)));
        switch (outcome) {
            case StepOutcome.Done done -> {
                write(record -> advance(record.keeping(done.references(), done.data()), done.note()));
                if (!done.references().isEmpty() && !stored.state().state().isEnd()) {
                    madeSomething.run();
                }
            }
            // It went well: attempts count from one again when it next fails.
            case StepOutcome.Later later -> waitUntil(later.due(), later.message(), 0);
        }
    }

    private void run(ItemStep step) throws Exception {
        inItsTrace(step, () -> {
            try (ItemStep.Chunks chunks = step.open(context(false), stored.state().currentStep().cursor())) {
                boolean last = false;
                while (!last && !stored.state().cancelRequested() && !shuttingDown.getAsBoolean()) {
                    ChunkOutcome chunk = chunks.next(context(false));
                    keepResults(chunk);
                    last = chunk.last();
                    boolean ended = last;
                    write(record -> {
                        ProcessRecord counted = record.counting(chunk).withCurrentStep(done ->
                                done.at(State.RUNNING, 1, null, "").withCursor(chunk.cursor()));
                        return ended ? advance(counted, "") : counted;
                    });
                }
            }
            return null;
        });
    }

    /** For whom the process works, and as part of the trace of the call that started it. */
    private <T> T inItsTrace(Step step, Callable<T> work) throws Exception {
        String span = "process/" + definition.type() + "/" + step.name();
        return CurrentPrincipal.call(principal, () -> tracing.resume(traceparent(), span, work));
    }

    /** Empty in a process that an earlier version stored. */
    private String traceparent() {
        return Objects.requireNonNullElse(stored.state().traceparent(), "");
    }

    private void keepResults(ChunkOutcome chunk) {
        ProcessRecord record = stored.state();
        if (!store.results().put(stored.organisation() + "/" + stored.id(), epoch, record.resultCount(), chunk.results())) {
            throw new LeaseLost(name);
        }
    }

    private void undo(Step step) throws Exception {
        Optional<Compensation> compensation = step.compensation();
        if (compensation.isPresent() && !stored.state().currentStep().undone()) {
            inItsTrace(step, () -> {
                compensation.get().undo(context(true));
                return null;
            });
        }
        write(record -> {
            ProcessRecord undone = compensation.isPresent()
                    ? record.withCurrentStep(StepRecord::asUndone)
                    : record;
            if (record.current() > 0) {
                return nextUndo(undone);
            }
            ProcessRecord back = undone.atStep(0, false);
            return record.cancelRequested()
                    ? back.ended(State.CANCELLED, "Cancelled. What could be undone is undone.", clock.instant())
                    : failed(back, undone.message());
        });
    }

    private ProcessRecord nextUndo(ProcessRecord record) {
        return record.atStep(record.current() - 1, true)
                .withStep(record.current() - 1, step -> step.at(step.state(), 1, null, step.message()));
    }

    /** The step is done: the next one begins in the same write, or the process is at its end. */
    private ProcessRecord advance(ProcessRecord record, String note) {
        ProcessRecord done = record.withCurrentStep(step -> step.at(State.SUCCEEDED, step.attempt(), null, note));
        if (record.current() + 1 == record.steps().size()) {
            return done.ended(State.SUCCEEDED, done.steps().stream().map(StepRecord::message)
                    .filter(message -> !message.isEmpty()).collect(Collectors.joining(" ")), clock.instant());
        }
        return done.atStep(record.current() + 1, false)
                .withStep(record.current() + 1, step -> step.at(State.RUNNING, 1, null, ""));
    }

    private void settle(Step step, Failure failure) {
        boolean unknown = UNKNOWN.contains(failure.kind());
        int attempt = stored.state().currentStep().attempt();
        if ((unknown || PASSING.contains(failure.kind())) && attempt < step.retryPolicy().attempts()) {
            Instant due = clock.instant().plus(step.retryPolicy().pauseAfter(attempt, random));
            LOG.info("Step {} of {} waits after attempt {}: {}.", step.name(), name, attempt, failure.reason());
            waitUntil(due, failure.getMessage(), attempt);
            return;
        }
        LOG.warn("Step {} of {} failed at attempt {}: {}.", step.name(), name, attempt, failure.reason());
        fail(failure.getMessage(), failure.reason(), !unknown);
    }

    private void settleDefect(Step step, Exception defect) {
        int attempt = stored.state().currentStep().attempt();
        // Its message may quote what was processed; the log has it, the process shows its kind alone.
        String message = "Avid has a defect in step " + step.name() + " (" + defect.getClass().getSimpleName()
                + "); the log has the details. Retry after an update.";
        if (attempt < Math.min(ATTEMPTS_OF_A_DEFECT, step.retryPolicy().attempts())) {
            waitUntil(clock.instant().plus(step.retryPolicy().pauseAfter(attempt, random)), message, attempt);
        } else {
            fail(message, "INTERNAL_DEFECT", false);
        }
    }

    private void waitUntil(Instant due, String message, int attempt) {
        write(record -> record
                .withCurrentStep(step -> step.at(record.compensating() ? step.state() : State.WAITING, attempt, due, message))
                // While it is being undone it goes on to say why.
                .at(State.WAITING, record.compensating() ? record.message() : message)
                .released(due));
    }

    private void fail(String message, String reason, boolean isFinal) {
        write(record -> {
            ProcessRecord at = record.compensating()
                    ? record
                    : record.withCurrentStep(step -> step.at(State.FAILED, step.attempt(), null, message).failedFor(isFinal));
            if (record.compensating()) {
                return failed(at.failing(reason), "Undoing step " + record.currentStep().name() + " failed: " + message)
                        .cancelling(record.cancelRequested());
            }
            // What is not known to have failed is asked for, not undone; and where nothing can be undone, nothing is.
            if (isFinal && canBeUndone(record)) {
                return at.at(State.RUNNING, message).failing(reason).atStep(record.current(), true)
                        .withCurrentStep(step -> step.at(step.state(), 1, null, step.message()));
            }
            return failed(at.failing(reason), message);
        });
    }

    /** Whether a step so far has a compensation, and none of those done was the point of no return. */
    private boolean canBeUndone(ProcessRecord record) {
        var steps = definition.steps();
        boolean begun = record.current() > 0 || record.currentStep().attempt() > 0;
        return begun && steps.subList(0, record.current()).stream().noneMatch(Step::isPointOfNoReturn)
                && steps.subList(0, record.current() + 1).stream().anyMatch(step -> step.compensation().isPresent());
    }

    private ProcessRecord failed(ProcessRecord record, String message) {
        return record.ended(State.FAILED, message, clock.instant());
    }

    private ProcessRecord own(ProcessRecord record) {
        if (record.epoch() != epoch || record.leaseOwner() == null) {
            throw new LeaseLost(name);
        }
        return record;
    }

    private void write(UnaryOperator<ProcessRecord> change) {
        writing.lock();
        try {
            stored = store.change(principal, stored, record -> {
                ProcessRecord next = change.apply(own(record));
                return next.leaseOwner() == null ? next : next.leased(next.leaseOwner(), leaseEnd(), epoch);
            });
        } finally {
            writing.unlock();
        }
    }

    private Instant leaseEnd() {
        return clock.instant().plus(properties.lease());
    }

    private StepContext context(boolean undoing) {
        return new RunningStep(stored, undoing);
    }

    private final class RunningStep implements StepContext {
        private final ProcessRecord record;
        private final String stepRequestId;
        private final boolean undoing;

        RunningStep(Stored<ProcessRecord> at, boolean undoing) {
            this.record = at.state();
            this.undoing = undoing;
            StepRecord step = record.currentStep();
            this.stepRequestId = at.id() + "/" + step.name() + "/" + step.round();
        }

        @Override
        public String processName() {
            return name;
        }

        @Override
        public Principal principal() {
            return principal;
        }

        @Override
        public String requestId() {
            return undoing ? stepRequestId + "/undo" : stepRequestId;
        }

        @Override
        public String stepRequestId() {
            return stepRequestId;
        }

        @Override
        public int attempt() {
            return record.currentStep().attempt();
        }

        @Override
        public Map<String, String> input() {
            return record.input();
        }

        @Override
        public Map<String, String> data() {
            return record.data();
        }

        @Override
        public Map<String, String> references() {
            return record.references();
        }

        @Override
        public Map<String, Long> counters() {
            return record.counters();
        }

        @Override
        public long resultCount() {
            return record.resultCount();
        }

        @Override
        public long itemsDone() {
            return record.itemsDone();
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void wakeOn(String resource) {
            wakeOn.accept(resource);
        }

        @Override
        public boolean stopRequested() {
            return lost || cancelNoticed || stored.state().cancelRequested() || shuttingDown.getAsBoolean();
        }
    }
}
