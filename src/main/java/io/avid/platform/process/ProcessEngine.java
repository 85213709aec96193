package io.avid.platform.process;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.telemetry.Tracing;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a module's processes.
 *
 * <p><b>What is stored.</b> A process is one document: its input, its steps with their states,
 * attempts and rounds, the cursor and counters of a step over items, and the lease of the worker that
 * has it. Starting it is inserting that document; a worker's every progress is one conditional write
 * of it. Nothing about a process is in memory alone, so a crash at any moment loses at most the
 * attempt that was under way.
 *
 * <p><b>Who works.</b> A worker takes a lease by writing its name, an end and the next epoch; a
 * heartbeat prolongs it. When the worker is silent past the end, any instance takes the lease with the
 * next epoch and goes on where the document says. Should the silent one wake up, its next write names
 * an epoch that is no longer there, and it stops. A restarted instance knows its own name and takes
 * its former life's leases at once.
 *
 * <p><b>Why repeating is safe.</b> A step's requests carry {@code process/step/round}. After a crash
 * or an unknown outcome the step runs again in the same round, so the services that it calls answer
 * what they answered before. The round rises only when the failure is known to be final: then nothing
 * of the old round can still happen.
 *
 * <p><b>How work is found.</b> Not by searching: a few documents hold the keys of the unfinished
 * processes and when each is due. An entry is written before its process and removed after its end,
 * so none is missed; one too many is looked up and dropped.
 */
public final class ProcessEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEngine.class);

    /** How often the due index is read for what other instances left. */
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

    /** An entry without a process is dropped after this; before, its start may still be under way. */
    private static final Duration ORPHAN_AGE = Duration.ofMinutes(10);

    /** A wait longer than this is noted in the due index, so that others do not look before. */
    private static final Duration NOTED_WAIT = Duration.ofSeconds(30);

    /** How long a shutdown waits for chunks under way. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(20);

    private final String module;
    private final ProcessStore store;
    private final Map<String, ProcessDefinition> definitions = new LinkedHashMap<>();
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProcessProperties properties;
    private final Tracing tracing;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** When each process that this instance knows of is due; guarded by the lock. */
    private final DueOrder schedule = new DueOrder();
    private final Map<String, ProcessRun> runs = new ConcurrentHashMap<>();

    private final Interests interests = new Interests();

    /** Waiting processes to be taken up before they are due; forgotten at a restart, when they are looked at in their time. */
    private final Set<String> woken = ConcurrentHashMap.newKeySet();

    /** Processes with a worker thread; guarded by the lock. */
    private final Map<String, Thread> workers = new HashMap<>();
    private volatile boolean closing;
    private Thread dispatcher;
    private Thread heart;

    /**
     * An engine that does not run yet and records no spans.
     *
     * @param random for the spread of pauses
     */
    public ProcessEngine(String module, ModuleDatabase database, List<ProcessDefinition> definitions,
            InstantSource clock, RandomGenerator random, ProcessProperties properties) {
        this(module, database, definitions, clock, random, properties, Tracing.off());
    }

    ProcessEngine(String module, ModuleDatabase database, List<ProcessDefinition> definitions, InstantSource clock,
            RandomGenerator random, ProcessProperties properties, Tracing tracing) {
        this.module = module;
        this.store = new ProcessStore(database, clock);
        this.clock = clock;
        this.random = random;
        this.properties = properties;
        this.tracing = tracing;
        for (ProcessDefinition definition : definitions) {
            if (this.definitions.put(definition.type(), definition) != null) {
                throw new IllegalArgumentException("module " + module + " defines process " + definition.type() + " twice");
            }
        }
    }

    /**
     * Starts a process: from now on it will be done, whatever crashes. The same request again answers
     * the same process.
     *
     * @throws Failure REQUEST_ID_REUSED, UNAVAILABLE
     */
    public ProcessSnapshot start(Principal by, ProcessStart start) {
        ProcessDefinition definition = definitions.get(start.type());
        if (definition == null) {
            throw new IllegalArgumentException("module " + module + " defines no process " + start.type());
        }
        String id = idOf(by.organisation(), start.request());
        Instant due = start.notBefore().orElse(clock.instant());
        String key = key(by.organisation(), id);
        store.due().put(key, due);
        Stored<ProcessRecord> created =
                store.create(by, id, ProcessRecord.begin(definition, start, by, due), start.request());
        schedule(key, due);
        return snapshot(created);
    }

    /** The name of the process that a request starts, or started. */
    public String nameOf(String organisation, RequestIdentity request) {
        return store.nameOf(idOf(organisation, request));
    }

    private String idOf(String organisation, RequestIdentity request) {
        return module + "-" + request.derivedId(organisation);
    }

    /** A process as it stands, if there is one of that name. */
    public Optional<ProcessSnapshot> find(String organisation, String name) {
        return store.find(organisation, store.idOf(name)).map(this::snapshot);
    }

    /**
     * A process as it stands.
     *
     * @throws Failure NOT_FOUND
     */
    public ProcessSnapshot get(Principal by, String name) {
        return snapshot(store.get(by.organisation(), store.idOf(name)));
    }

    /**
     * Item results of a process, from a number (from 0) on, at most so many.
     *
     * @throws Failure NOT_FOUND
     */
    public List<Map<String, String>> results(Principal by, String name, long from, int limit) {
        Stored<ProcessRecord> process = store.get(by.organisation(), store.idOf(name));
        long remaining = Math.max(0, process.state().resultCount() - from);
        return remaining == 0 || limit <= 0
                ? List.of()
                : store.results().list(key(process.organisation(), process.id()), from, (int) Math.min(limit, remaining));
    }

    /**
     * Takes up a failed or waiting process at once, where it stopped.
     *
     * @throws Failure NOT_FOUND, or FAILED_PRECONDITION (PROCESS_STATE_UNFIT)
     */
    public ProcessSnapshot retry(Principal by, String name, RequestIdentity request) {
        String id = store.idOf(name);
        store.get(by.organisation(), id);
        Instant now = clock.instant();
        String key = key(by.organisation(), id);
        store.due().put(key, now);
        Stored<ProcessRecord> retried = store.change(by, id, request, record -> switch (record.state()) {
            case WAITING -> record.withCurrentStep(step -> step.at(State.PENDING, step.attempt(), null, ""))
                    .at(State.PENDING, "").released(now);
            case FAILED -> again(record).at(State.PENDING, "").released(now);
            case PENDING, RUNNING, SUCCEEDED, CANCELLED -> throw unfit(name, record.state(),
                    "Only a process that failed or waits can be retried.");
        });
        schedule(key, now);
        return snapshot(retried);
    }

    /**
     * Ends a process before its next step or chunk. What it had done is undone where steps have
     * compensations; the rest stays done.
     *
     * @throws Failure NOT_FOUND, or FAILED_PRECONDITION (PROCESS_STATE_UNFIT) if it has ended
     */
    public ProcessSnapshot cancel(Principal by, String name, RequestIdentity request) {
        String id = store.idOf(name);
        Instant now = clock.instant();
        String key = key(by.organisation(), id);
        ProcessRecord present = store.get(by.organisation(), id).state();
        ProcessDefinition definition = definitions.get(present.type());
        if (definition != null && !definition.cancellable()) {
            throw unfit(name, present.state(), "It records what has happened already, and is not cancelled.");
        }
        store.due().put(key, now);
        Stored<ProcessRecord> cancelled = store.change(by, id, request, record -> switch (record.state()) {
            case RUNNING -> record.cancelling(true);
            case PENDING, WAITING -> mayBeUndone(record)
                    ? record.cancelling(true).released(now)
                    : record.withCurrentStep(step -> step.at(State.CANCELLED, step.attempt(), null, ""))
                            .leased(null, null, record.epoch() + 1)
                            .ended(State.CANCELLED, "Cancelled. What was done stays done.", now);
            case SUCCEEDED, FAILED, CANCELLED -> throw unfit(name, record.state(),
                    "Only a process that has not ended can be cancelled.");
        });
        ProcessRun run = runs.get(key);
        if (run != null) {
            run.noticeCancel();
        }
        schedule(key, now);
        return snapshot(cancelled);
    }

    /**
     * Runs a waiting process's step again at once, for what it waits for may have happened. One that
     * does not wait is left alone.
     *
     * @throws Failure NOT_FOUND where that is no name of a process
     */
    public void wake(String organisation, String name) {
        wake(key(organisation, store.idOf(name)));
    }

    /** Something happened to a resource: what waits for it ({@link StepContext#wakeOn}) is run again at once. */
    public void happened(String organisation, String resource) {
        interests.take(organisation, resource).forEach(this::wake);
    }

    private void wake(String key) {
        ProcessRun run = runs.get(key);
        if (run != null) {
            run.noticeWake();
            if (runs.get(key) == run) {
                // Its worker looks, after it has given the process back.
                return;
            }
        }
        woken.add(key);
        schedule(key, clock.instant());
    }

    /** Whether a worker must look for what there is to undo. */
    private boolean mayBeUndone(ProcessRecord record) {
        ProcessDefinition definition = definitions.get(record.type());
        boolean begun = record.current() > 0 || record.currentStep().attempt() > 0 || record.state() == State.WAITING;
        return begun && definition != null && fits(definition, record)
                && definition.steps().stream().anyMatch(step -> step.compensation().isPresent());
    }

    /** Processes with a worker of this instance. */
    int running() {
        return runs.size();
    }

    /** Begins to run what is due, first of all what an earlier life left. */
    public void start() {
        lock.lock();
        try {
            if (dispatcher == null) {
                dispatcher = Thread.ofVirtual().name("processes-" + module).start(this::dispatch);
                heart = Thread.ofVirtual().name("heartbeat-" + module).start(this::beat);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at once for what is due; a clock that was moved by hand is seen so. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets chunks under way come to their end and gives the leases back, so that another instance, or
     * this one's next life, goes on at once.
     */
    @Override
    public void close() {
        closing = true;
        wake();
        interrupt(dispatcher);
        List<Thread> running;
        lock.lock();
        try {
            running = List.copyOf(workers.values());
        } finally {
            lock.unlock();
        }
        Instant end = InstantSource.system().instant().plus(SHUTDOWN_PATIENCE);
        for (Thread worker : running) {
            Duration rest = Duration.between(InstantSource.system().instant(), end);
            if (!join(worker, rest.isNegative() ? Duration.ZERO : rest)) {
                worker.interrupt();
            }
        }
        interrupt(heart);
    }

    private static ProcessRecord again(ProcessRecord record) {
        if (record.compensating()) {
            // Undoing failed: that goes on before anything is done anew.
            return record.withCurrentStep(step -> step.at(step.state(), 0, null, step.message()));
        }
        ProcessRecord again = record;
        int first = record.current();
        boolean found = false;
        for (int i = 0; i < record.steps().size(); i++) {
            ProcessRecord.StepRecord step = record.steps().get(i);
            if (step.undone() || step.state() == State.FAILED) {
                again = again.withStep(i, ProcessRecord.StepRecord::again);
                first = found ? first : i;
                found = true;
            }
        }
        return again.atStep(first, false);
    }

    private static Failure unfit(String name, State state, String rule) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "PROCESS_STATE_UNFIT",
                name + " is " + state + ". " + rule, Map.of("state", state.name()));
    }

    private void dispatch() {
        Instant nextSweep = Instant.MIN;
        while (!closing) {
            try {
                Instant now = InstantSource.system().instant();
                if (!now.isBefore(nextSweep)) {
                    sweep();
                    nextSweep = now.plus(SWEEP_INTERVAL);
                }
                startDue(Duration.between(InstantSource.system().instant(), nextSweep));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (e instanceof Failure failure) {
                    LOG.warn("Processes of module {} wait: {}.", module, failure.reason());
                } else {
                    LOG.error("Looking for due processes of module {} failed; it is tried again.", module,
                            DefectTrace.of(e));
                }
                nextSweep = InstantSource.system().instant().plus(SWEEP_INTERVAL);
                try {
                    Thread.sleep(Duration.ofMillis(500));
                    nextSweep = Instant.MIN;
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void sweep() {
        Map<String, Instant> noted = store.due().all();
        lock.lock();
        try {
            noted.forEach((key, due) -> {
                // Who has a worker is looked at again when that one says.
                if (!workers.containsKey(key)) {
                    schedule.putIfAbsent(key, due);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Starts a worker for each process that is due, as many as may run and the longest due first; waits for the next one. */
    private void startDue(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant now = clock.instant();
            while (workers.size() < properties.running()) {
                Optional<String> due = schedule.take(now, key -> !workers.containsKey(key));
                if (due.isEmpty()) {
                    break;
                }
                String key = due.get();
                workers.put(key, Thread.ofVirtual().name("process-" + key).start(() -> work(key)));
            }
            Duration wait = schedule.nextAfter(now).map(next -> Duration.between(now, next))
                    .filter(until -> until.compareTo(longest) < 0).orElse(longest);
            if (wait.isPositive() && !closing) {
                changed.awaitNanos(wait.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    private void schedule(String key, Instant due) {
        lock.lock();
        try {
            schedule.put(key, due);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work(String key) {
        Optional<Instant> next = Optional.empty();
        boolean early = woken.remove(key);
        try {
            next = workOn(key, early);
        } catch (Failure failure) {
            if (early) {
                woken.add(key);
            }
            LOG.warn("{} waits, as the store of module {} does not answer ({}).", key, module, failure.reason());
            next = Optional.of(clock.instant().plus(Duration.ofSeconds(1)));
        } catch (RuntimeException e) {
            LOG.error("{} was stopped by a defect of the engine; it is taken up again.", key, DefectTrace.of(e));
            next = Optional.of(clock.instant().plus(properties.lease()));
        } finally {
            lock.lock();
            try {
                workers.remove(key);
                next.ifPresent(due -> schedule.put(key, due));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Works on a process if it is to be worked on; tells when to look at it again.
     *
     * @param early whether one that waits is taken up before it is due
     */
    private Optional<Instant> workOn(String key, boolean early) {
        int slash = key.lastIndexOf('/');
        String organisation = key.substring(0, slash);
        String id = key.substring(slash + 1);
        Instant now = clock.instant();
        Optional<Stored<ProcessRecord>> found = store.find(organisation, id);
        if (found.isEmpty()) {
            Optional<Instant> noted = Optional.ofNullable(store.due().all().get(key));
            if (noted.isEmpty()) {
                return Optional.empty();
            }
            if (noted.get().isBefore(now.minus(ORPHAN_AGE))) {
                store.due().remove(key);
                return Optional.empty();
            }
            return Optional.of(now.plus(SWEEP_INTERVAL));
        }
        Stored<ProcessRecord> present = found.get();
        ProcessRecord record = present.state();
        if (record.state().isEnd()) {
            store.due().remove(key);
            return Optional.empty();
        }
        ProcessDefinition definition = definitions.get(record.type());
        if (definition == null || !fits(definition, record)) {
            LOG.error("{} is of type {} with steps that this version does not know. Run the version that started it, or"
                    + " cancel it.", store.nameOf(id), record.type());
            return Optional.of(now.plus(Duration.ofMinutes(1)));
        }
        Optional<Instant> later = heldOrNotDueUntil(record, now, early);
        if (later.isPresent()) {
            return later;
        }
        Stored<ProcessRecord> leased;
        try {
            leased = store.change(record.principal(definition, organisation, id), present, current -> lease(current, store.nameOf(id), early));
        } catch (LeaseLost e) {
            if (early) {
                woken.add(key);
            }
            return Optional.of(now);
        }
        var run = new ProcessRun(store, definition, leased, clock, random, properties, () -> closing, tracing,
                resource -> interests.add(organisation, resource, key), () -> happened(organisation, store.nameOf(id)));
        runs.put(key, run);
        Optional<ProcessRecord> left = Optional.empty();
        try {
            left = run.work();
            if (left.isEmpty()) {
                return Optional.of(clock.instant().plus(properties.lease()));
            }
            if (left.get().state().isEnd()) {
                // First who waits for it: an entry that is left over is looked up and dropped.
                happened(organisation, store.nameOf(id));
                interests.forget(key);
                store.due().remove(key);
                return Optional.empty();
            }
            Instant due = left.get().due();
            if (Duration.between(clock.instant(), due).compareTo(NOTED_WAIT) > 0) {
                store.due().put(key, due);
            }
            return Optional.of(due);
        } finally {
            runs.remove(key);
            if (run.woken() && !left.map(ended -> ended.state().isEnd()).orElse(false)) {
                wake(key);
            }
        }
    }

    /** Steps may have been added at the end since it was started: it ends with those that it began with. */
    private static boolean fits(ProcessDefinition definition, ProcessRecord record) {
        List<String> begunWith = record.steps().stream().map(ProcessRecord.StepRecord::name).toList();
        return definition.steps().stream().limit(begunWith.size()).map(Step::name).toList().equals(begunWith);
    }

    /** @param early whether one that waits is taken up before it is due */
    private Optional<Instant> heldOrNotDueUntil(ProcessRecord record, Instant now, boolean early) {
        if (record.leaseOwner() != null) {
            boolean over = !record.leaseUntil().isAfter(now) || properties.isOwnFormerLife(record.leaseOwner());
            return over ? Optional.empty() : Optional.of(record.leaseUntil());
        }
        boolean waits = record.due() != null && record.due().isAfter(now) && !(early && record.state() == State.WAITING);
        return waits ? Optional.of(record.due()) : Optional.empty();
    }

    private ProcessRecord lease(ProcessRecord record, String name, boolean early) {
        Instant now = clock.instant();
        if (record.state().isEnd() || heldOrNotDueUntil(record, now, early).isPresent()) {
            throw new LeaseLost(name);
        }
        return record
                .withCurrentStep(step -> record.compensating()
                        ? step.at(step.state(), step.attempt() + 1, null, step.message())
                        : step.at(State.RUNNING, step.attempt() + 1, null, ""))
                .at(State.RUNNING, record.compensating() ? record.message() : "")
                .leased(properties.owner(), now.plus(properties.lease()), record.epoch() + 1);
    }

    private void beat() {
        Duration interval = properties.lease().dividedBy(3);
        while (true) {
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
            for (ProcessRun run : runs.values()) {
                try {
                    run.heartbeat();
                } catch (RuntimeException e) {
                    // The lease runs out unless a later beat succeeds; then another worker takes over.
                    LOG.warn("A heartbeat of module {} failed ({}).", module, e.getClass().getSimpleName());
                }
            }
        }
    }

    private ProcessSnapshot snapshot(Stored<ProcessRecord> stored) {
        return ProcessRecord.snapshot(store.nameOf(stored.id()), stored);
    }

    private static String key(String organisation, String id) {
        return organisation + "/" + id;
    }

    private static void interrupt(Thread thread) {
        if (thread != null) {
            thread.interrupt();
            join(thread, Duration.ofSeconds(2));
        }
    }

    private static boolean join(Thread thread, Duration longest) {
        try {
            return thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
