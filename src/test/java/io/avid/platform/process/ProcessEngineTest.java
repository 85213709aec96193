package io.avid.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessEngineTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("imports.write", "customers.write"));
    private static final RetryPolicy QUICK = new RetryPolicy(4, Duration.ofMillis(10), 1, Duration.ofMillis(10));
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final String uri = TestSystem.shared().copy().mongodbUri(LocalModule.ONBOARDING);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** A step by a function of its context. */
    private record Call(String name, RetryPolicy retryPolicy, Optional<Compensation> compensation,
            Function<StepContext, StepOutcome> body) implements CallStep {
        static Call of(String name, Function<StepContext, StepOutcome> body) {
            return new Call(name, QUICK, Optional.empty(), body);
        }

        Call undoneBy(Compensation undo) {
            return new Call(name, retryPolicy, Optional.of(undo), body);
        }

        @Override
        public StepOutcome run(StepContext context) {
            return body.apply(context);
        }
    }

    /** A step over the numbers below a limit, so many in a chunk; every tenth is kept as a result. */
    private record Count(int items, int chunk, Function<StepContext, Boolean> before) implements ItemStep {
        @Override
        public String name() {
            return "count";
        }

        @Override
        public RetryPolicy retryPolicy() {
            return QUICK;
        }

        @Override
        public Chunks open(StepContext context, String cursor) {
            var next = new AtomicInteger(cursor.isEmpty() ? 0 : Integer.parseInt(cursor));
            return at -> {
                before.apply(at);
                int from = next.get();
                int to = Math.min(items, from + chunk);
                var results = new ArrayList<Map<String, String>>();
                for (int i = from; i < to; i++) {
                    if (i % 10 == 0) {
                        results.add(Map.of("line", Integer.toString(i)));
                    }
                }
                next.set(to);
                return new ChunkOutcome(Integer.toString(to), to == items, to - from, OptionalLong.of(items),
                        Map.of("counted", (long) (to - from)), results, Map.of());
            };
        }
    }

    private ProcessEngine engine(String instance, String life, Duration lease, InstantSource clock, Step... steps) {
        return engine(new ProcessProperties(instance, life, 4, lease), clock, new ProcessDefinition("work", List.of(steps)));
    }

    private ProcessEngine engine(ProcessProperties properties, InstantSource clock, ProcessDefinition definition) {
        var database = new ModuleDatabase(new StoreProperties("onboarding", uri), clock, OutboxListener.none());
        opened.add(database);
        var engine = new ProcessEngine("onboarding", database, List.of(definition), clock, RandomGenerator.of("L64X128MixRandom"), properties);
        opened.add(engine);
        return engine;
    }

    private ProcessEngine engine(Step... steps) {
        ProcessEngine engine = engine("a", "1", Duration.ofSeconds(15), InstantSource.system(), steps);
        engine.start();
        return engine;
    }

    private static RequestIdentity request(String id) {
        return new RequestIdentity("avid.test.v1.Work/Start", id, "f");
    }

    private static ProcessStart start(String requestId) {
        return ProcessStart.now("work", Map.of("document", "documents/d"), Map.of("document", "documents/d"), request(requestId));
    }

    private static ProcessSnapshot awaitState(ProcessEngine engine, String name, State state) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10))
                .until(() -> engine.get(STAFF, name).state() == state);
        return engine.get(STAFF, name);
    }

    @Test
    void stepsRunInOrderAndLaterOnesSeeWhatEarlierOnesKept() {
        ProcessEngine engine = engine(
                Call.of("first", context -> new StepOutcome.Done(Map.of("made", "things/t"), Map.of("k", "v"))),
                Call.of("second", context -> {
                    done.add(context.data().get("k") + context.references().get("made") + context.input().get("document"));
                    return StepOutcome.done();
                }));

        String name = engine.start(STAFF, start("r1")).name();
        ProcessSnapshot ended = awaitState(engine, name, State.SUCCEEDED);

        assertThat(name).startsWith("processes/onboarding-");
        assertThat(done).containsExactly("vthings/tdocuments/d");
        assertThat(ended.endTime()).isPresent();
        assertThat(ended.steps()).extracting(ProcessSnapshot.StepSnapshot::state)
                .containsExactly(State.SUCCEEDED, State.SUCCEEDED);
    }

    @Test
    void theSameStartIsOneProcess() {
        ProcessEngine engine = engine(Call.of("once", context -> {
            done.add(context.requestId());
            return StepOutcome.done();
        }));
        String name = engine.start(STAFF, start("r1")).name();
        awaitState(engine, name, State.SUCCEEDED);

        assertThat(engine.start(STAFF, start("r1")).name()).isEqualTo(name);
        assertThatThrownBy(() -> engine.start(STAFF, new ProcessStart("work", Map.of(), Map.of(),
                new RequestIdentity("avid.test.v1.Work/Start", "r1", "other"), Optional.empty())))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason()).isEqualTo("REQUEST_ID_REUSED"));
        assertThat(done).hasSize(1);
    }

    @Test
    void aStepActsForWhoStartedItAndNobodyElseSeesTheProcess() {
        ProcessEngine engine = engine(Call.of("who", context -> {
            Principal principal = CurrentPrincipal.get();
            done.add(principal.organisation() + " " + principal.actor().startsWith("process/onboarding-") + " "
                    + principal.may("customers.write") + " " + principal.may("customers.erase"));
            return StepOutcome.done();
        }));
        String name = engine.start(STAFF, start("r1")).name();
        ProcessSnapshot ended = awaitState(engine, name, State.SUCCEEDED);

        assertThat(done).containsExactly("org_1 true true false");
        assertThat(ended.actor()).isEqualTo("auth0|a");
        assertThatThrownBy(() -> engine.get(Principal.staff("org_2", "b", Set.of()), name))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void anUnknownOutcomeIsAskedForWithTheSameRequestId() {
        var attempts = new AtomicInteger();
        ProcessEngine engine = engine(Call.of("call", context -> {
            done.add(context.requestId());
            if (attempts.incrementAndGet() < 3) {
                throw Failure.unavailable("customer", null);
            }
            return StepOutcome.done();
        }));
        String name = engine.start(STAFF, start("r1")).name();
        awaitState(engine, name, State.SUCCEEDED);

        assertThat(done).hasSize(3).allMatch(done.getFirst()::equals);
        assertThat(done.getFirst()).endsWith("/call/1");
    }

    @Test
    void aRoundRisesOnlyAfterAKnownFinalFailure() {
        var kind = new AtomicReference<>(FailureKind.INVALID_ARGUMENT);
        ProcessEngine engine = engine(Call.of("call", context -> {
            done.add(context.requestId().substring(context.requestId().lastIndexOf('/')));
            if (kind.get() != null) {
                throw Failure.of(kind.get(), "WHY", "why", Map.of());
            }
            return StepOutcome.done();
        }));
        String name = engine.start(STAFF, start("r1")).name();
        assertThat(awaitState(engine, name, State.FAILED).message()).isEqualTo("why");
        kind.set(FailureKind.DEADLINE_EXCEEDED);
        engine.retry(STAFF, name, request("retry1"));
        awaitState(engine, name, State.FAILED);
        kind.set(null);
        engine.retry(STAFF, name, request("retry2"));
        awaitState(engine, name, State.SUCCEEDED);

        assertThat(done).containsExactly("/1", "/2", "/2", "/2", "/2", "/2");
        assertThatThrownBy(() -> engine.retry(STAFF, name, request("retry3")))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason()).isEqualTo("PROCESS_STATE_UNFIT"));
    }

    @Test
    void aFinalFailureUndoesWhatWasDoneLastFirstAndARetryDoesItAnew() {
        var fails = new AtomicReference<>(true);
        ProcessEngine engine = engine(
                Call.of("a", context -> note("a", context)).undoneBy(context -> note("undo a", context)),
                Call.of("b", context -> note("b", context)),
                Call.of("c", context -> {
                    note("c", context);
                    if (fails.get()) {
                        throw Failure.invalid("field", "is wrong");
                    }
                    return StepOutcome.done();
                }).undoneBy(context -> note("undo c", context)));
        String name = engine.start(STAFF, start("r1")).name();
        awaitState(engine, name, State.FAILED);
        assertThat(done).containsExactly("a a/1", "b b/1", "c c/1", "undo c c/1/undo", "undo a a/1/undo");

        done.clear();
        fails.set(false);
        engine.retry(STAFF, name, request("retry"));
        awaitState(engine, name, State.SUCCEEDED);
        assertThat(done).containsExactly("a a/2", "b b/1", "c c/2");
    }

    private StepOutcome note(String what, StepContext context) {
        done.add(what + " " + context.requestId().substring(context.requestId().indexOf('/') + 1));
        return StepOutcome.done();
    }

    @Test
    void itemsAreCountedOnceAndTheirResultsKept() {
        var failedOnce = new AtomicReference<>(false);
        ProcessEngine engine = engine(new Count(95, 10, context -> {
            if (context.itemsDone() == 40 && failedOnce.compareAndSet(false, true)) {
                throw Failure.unavailable("transaction", null);
            }
            return true;
        }));
        String name = engine.start(STAFF, start("r1")).name();
        ProcessSnapshot ended = awaitState(engine, name, State.SUCCEEDED);

        assertThat(ended.counters()).containsEntry("counted", 95L);
        assertThat(ended.itemsDone()).isEqualTo(95);
        assertThat(ended.itemsTotal()).isEqualTo(95);
        assertThat(ended.resultCount()).isEqualTo(10);
        assertThat(engine.results(STAFF, name, 2, 3)).extracting(result -> result.get("line"))
                .containsExactly("20", "30", "40");
        assertThat(engine.results(STAFF, name, 8, 100)).hasSize(2);
        assertThat(engine.results(STAFF, name, 10, 100)).isEmpty();
    }

    @Test
    void aCancelledProcessStopsBetweenChunks() {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        ProcessEngine engine = engine(new Count(1_000, 10, context -> {
            if (context.itemsDone() == 30) {
                reached.countDown();
                awaitLatch(go);
            }
            return true;
        }));
        String name = engine.start(STAFF, start("r1")).name();
        awaitLatch(reached);
        engine.cancel(STAFF, name, request("cancel"));
        go.countDown();
        ProcessSnapshot ended = awaitState(engine, name, State.CANCELLED);

        assertThat(ended.counters()).containsEntry("counted", 40L);
        assertThatThrownBy(() -> engine.cancel(STAFF, name, request("cancel2")))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason()).isEqualTo("PROCESS_STATE_UNFIT"));
        assertThat(engine.cancel(STAFF, name, request("cancel")).name()).isEqualTo(name);
    }

    @Test
    void whoLostTheLeaseChangesNothingAndTheOtherGoesOnWhereItStopped() {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        // The first worker's clock stands, so its heartbeats prolong nothing: to the other it is silent.
        ProcessEngine silent = engine("a", "1", Duration.ofSeconds(10), () -> BEGIN, new Count(100, 10, context -> {
            if (context.itemsDone() == 50) {
                reached.countDown();
                awaitLatch(go);
                done.add("the silent one woke up");
            }
            return true;
        }));
        silent.start();
        String name = silent.start(STAFF, start("r1")).name();
        awaitLatch(reached);
        var from = new AtomicReference<Long>();
        ProcessEngine other = engine("b", "1", Duration.ofSeconds(10), () -> BEGIN.plusSeconds(11),
                new Count(100, 10, context -> {
                    from.compareAndSet(null, context.itemsDone());
                    if (context.itemsDone() == 70) {
                        go.countDown();
                        await().until(() -> !done.isEmpty());
                    }
                    return true;
                }));
        other.start();

        ProcessSnapshot ended = awaitState(other, name, State.SUCCEEDED);
        assertThat(from.get()).isEqualTo(50);
        assertThat(ended.counters()).containsEntry("counted", 100L);
        assertThat(ended.resultCount()).isEqualTo(10);
        assertThat(other.results(STAFF, name, 0, 100)).extracting(result -> result.get("line"))
                .containsExactly("0", "10", "20", "30", "40", "50", "60", "70", "80", "90");
    }

    @Test
    void theOutcomeOfWhoLostTheLeaseIsNotWritten() {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        ProcessEngine silent = engine("a", "1", Duration.ofSeconds(10), () -> BEGIN, Call.of("once", context -> {
            reached.countDown();
            awaitLatch(go);
            return StepOutcome.done(Map.of("made", "by the silent one"));
        }));
        silent.start();
        String name = silent.start(STAFF, start("r1")).name();
        awaitLatch(reached);
        ProcessEngine other = engine("b", "1", Duration.ofSeconds(10), () -> BEGIN.plusSeconds(11),
                Call.of("once", context -> {
                    taken.countDown();
                    awaitLatch(end);
                    return StepOutcome.done(Map.of("made", "by the other"));
                }));
        other.start();
        awaitLatch(taken);
        go.countDown();
        await().until(() -> silent.running() == 0);
        assertThat(other.get(STAFF, name).state()).isEqualTo(State.RUNNING);
        end.countDown();

        assertThat(awaitState(other, name, State.SUCCEEDED).references()).containsEntry("made", "by the other");
    }

    @Test
    void aLeaseThatIsAliveIsLeftToItsWorker() {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        ProcessEngine working = engine("a", "1", Duration.ofSeconds(10), () -> BEGIN, Call.of("once", context -> {
            done.add("a");
            reached.countDown();
            awaitLatch(go);
            return StepOutcome.done();
        }));
        working.start();
        String name = working.start(STAFF, start("r1")).name();
        awaitLatch(reached);
        ProcessEngine other = engine("b", "1", Duration.ofSeconds(10), () -> BEGIN.plusSeconds(5),
                Call.of("once", context -> {
                    done.add("b");
                    return StepOutcome.done();
                }));
        other.start();
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        go.countDown();

        awaitState(working, name, State.SUCCEEDED);
        assertThat(done).containsExactly("a");
    }

    @Test
    void aRestartTakesUpItsOwnWorkAtOnce() {
        var reached = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        ProcessEngine killed = engine("a", "1", Duration.ofHours(1), () -> BEGIN, new Count(100, 10, context -> {
            if (context.itemsDone() == 50) {
                reached.countDown();
                awaitLatch(never);
            }
            return true;
        }));
        killed.start();
        String name = killed.start(STAFF, start("r1")).name();
        awaitLatch(reached);

        ProcessEngine restarted = engine("a", "2", Duration.ofHours(1), () -> BEGIN, new Count(100, 10, context -> true));
        restarted.start();
        assertThat(awaitState(restarted, name, State.SUCCEEDED).counters()).containsEntry("counted", 100L);
        never.countDown();
    }

    @Test
    void aProcessThatIsDueLaterWaitsForItsTime() {
        var now = new AtomicReference<>(BEGIN);
        ProcessEngine engine = engine("a", "1", Duration.ofSeconds(10), now::get,
                Call.of("later", context -> context.now().isBefore(BEGIN.plusSeconds(7200))
                        ? new StepOutcome.Later(BEGIN.plusSeconds(7200), "waits for its hour")
                        : StepOutcome.done()));
        engine.start();
        String name = engine.start(STAFF, new ProcessStart("work", Map.of(), Map.of(), request("r1"),
                Optional.of(BEGIN.plusSeconds(3600)))).name();
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        assertThat(engine.get(STAFF, name).state()).isEqualTo(State.PENDING);

        now.set(BEGIN.plusSeconds(3600));
        engine.wake();
        ProcessSnapshot waiting = awaitState(engine, name, State.WAITING);
        assertThat(waiting.steps().getFirst().dueTime()).contains(BEGIN.plusSeconds(7200));
        now.set(BEGIN.plusSeconds(7200));
        engine.wake();
        awaitState(engine, name, State.SUCCEEDED);
    }

    @Test
    void aShutdownLetsTheChunkEndAndTheNextInstanceGoesOnAtOnce() throws Exception {
        var reached = new CountDownLatch(1);
        ProcessEngine first = engine("a", "1", Duration.ofHours(1), InstantSource.system(), new Count(100, 10, context -> {
            if (context.itemsDone() == 50) {
                reached.countDown();
                await().until(context::stopRequested);
            }
            return true;
        }));
        first.start();
        String name = first.start(STAFF, start("r1")).name();
        awaitLatch(reached);
        first.close();
        assertThat(first.get(STAFF, name).counters()).containsEntry("counted", 60L);

        ProcessEngine other = engine("b", "1", Duration.ofHours(1), InstantSource.system(), new Count(100, 10, context -> true));
        other.start();
        assertThat(awaitState(other, name, State.SUCCEEDED).counters()).containsEntry("counted", 100L);
    }

    @Test
    void aDefectIsTriedAFewTimesAndShownWithoutWhatWasProcessed() {
        ProcessEngine engine = engine(Call.of("call", context -> {
            done.add(context.requestId());
            throw new IllegalStateException("Jane Doe");
        }));
        String name = engine.start(STAFF, start("r1")).name();
        assertThat(awaitState(engine, name, State.FAILED).message()).contains("IllegalStateException").doesNotContain("Jane");
        assertThat(done).hasSize(3);
    }

    @Test
    void aCancelledProcessUndoesWhatItDidLastFirst() {
        ProcessEngine engine = engine(
                Call.of("a", context -> note("a", context)).undoneBy(context -> note("undo a", context)),
                Call.of("b", context -> {
                    note("b", context);
                    return new StepOutcome.Later(context.now().plusSeconds(3600), "waits for somebody");
                }).undoneBy(context -> note("undo b", context)));
        String name = engine.start(STAFF, start("r1")).name();
        awaitState(engine, name, State.WAITING);
        engine.cancel(STAFF, name, request("cancel"));

        ProcessSnapshot ended = awaitState(engine, name, State.CANCELLED);
        assertThat(done).containsExactly("a a/1", "b b/1", "undo b b/1/undo", "undo a a/1/undo");
        assertThat(ended.reason()).isEmpty();
        assertThat(ended.steps()).extracting(ProcessSnapshot.StepSnapshot::state)
                .containsExactly(State.CANCELLED, State.CANCELLED);
    }

    @Test
    void whatFailsAfterThePointOfNoReturnIsTakenUpWhereItStopped() {
        var fails = new AtomicReference<>(true);
        var noReturn = new CallStep() {
            @Override
            public String name() {
                return "b";
            }

            @Override
            public boolean isPointOfNoReturn() {
                return true;
            }

            @Override
            public StepOutcome run(StepContext context) {
                return note("b", context);
            }
        };
        ProcessEngine engine = engine(
                Call.of("a", context -> note("a", context)).undoneBy(context -> note("undo a", context)),
                noReturn,
                Call.of("c", context -> {
                    note("c", context);
                    if (fails.get()) {
                        throw Failure.of(FailureKind.FAILED_PRECONDITION, "WHY", "is wrong", Map.of());
                    }
                    return StepOutcome.done();
                }));
        String name = engine.start(STAFF, start("r1")).name();
        assertThat(awaitState(engine, name, State.FAILED).reason()).isEqualTo("WHY");
        fails.set(false);
        engine.retry(STAFF, name, request("retry"));
        assertThat(awaitState(engine, name, State.SUCCEEDED).reason()).isEmpty();
        assertThat(done).containsExactly("a a/1", "b b/1", "c c/1", "c c/2");
    }

    @Test
    void anUndoingThatWaitsForAStoreGoesOnAndSaysInTheEndWhyTheProcessFailed() {
        var attempts = new AtomicInteger();
        ProcessEngine engine = engine(
                Call.of("a", context -> note("a", context)).undoneBy(context -> {
                    note("undo a", context);
                    if (attempts.incrementAndGet() < 3) {
                        throw Failure.unavailable("customer", null);
                    }
                }),
                Call.of("b", context -> {
                    throw Failure.of(FailureKind.FAILED_PRECONDITION, "WHY", "is wrong", Map.of());
                }));
        String name = engine.start(STAFF, start("r1")).name();
        ProcessSnapshot ended = awaitState(engine, name, State.FAILED);
        assertThat(done).containsExactly("a a/1", "undo a a/1/undo", "undo a a/1/undo", "undo a a/1/undo");
        assertThat(ended.message()).isEqualTo("is wrong");
        assertThat(ended.reason()).isEqualTo("WHY");
    }

    @Test
    void whatAProcessWaitsForWakesItLongBeforeItsTime() {
        var there = new AtomicReference<>(false);
        ProcessEngine engine = engine(Call.of("wait", context -> {
            context.wakeOn("things/t");
            done.add("looked at attempt " + context.attempt());
            return there.get() ? StepOutcome.done() : new StepOutcome.Later(context.now().plusSeconds(3600), "no thing yet");
        }));
        String name = engine.start(STAFF, start("r1")).name();
        awaitState(engine, name, State.WAITING);
        engine.happened("org_2", "things/t");
        engine.happened("org_1", "things/t");
        await().until(() -> done.size() == 2);
        awaitState(engine, name, State.WAITING);
        there.set(true);
        engine.wake("org_1", name);
        awaitState(engine, name, State.SUCCEEDED);
        assertThat(done).containsExactly("looked at attempt 1", "looked at attempt 1", "looked at attempt 1");
    }

    @Test
    void whatHappensWhileAStepLooksIsNotMissed() {
        var looking = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        ProcessEngine engine = engine(Call.of("wait", context -> {
            context.wakeOn("things/t");
            done.add("looked");
            if (done.size() > 1) {
                return StepOutcome.done();
            }
            looking.countDown();
            awaitLatch(go);
            return new StepOutcome.Later(context.now().plusSeconds(3600), "no thing yet");
        }));
        String name = engine.start(STAFF, start("r1")).name();
        awaitLatch(looking);
        engine.happened("org_1", "things/t");
        go.countDown();
        awaitState(engine, name, State.SUCCEEDED);
        assertThat(done).hasSize(2);
    }

    @Test
    void theEndOfOneProcessWakesAnotherThatWaitsForIt() {
        var ends = new CountDownLatch(1);
        var waited = new AtomicReference<String>();
        ProcessEngine engine = engine(Call.of("step", context -> {
            if (waited.get() == null) {
                awaitLatch(ends);
                return StepOutcome.done();
            }
            context.wakeOn(waited.get());
            done.add("looked");
            return done.size() > 1 ? StepOutcome.done() : new StepOutcome.Later(context.now().plusSeconds(3600), "waits");
        }));
        String first = engine.start(STAFF, start("r1")).name();
        await().until(() -> engine.running() == 1);
        waited.set(first);
        String second = engine.start(STAFF, start("r2")).name();
        awaitState(engine, second, State.WAITING);
        ends.countDown();
        awaitState(engine, second, State.SUCCEEDED);
    }

    @Test
    void whatAProcessMadeWakesAnotherBeforeItHasEnded() {
        var goesOn = new CountDownLatch(1);
        var waited = new AtomicReference<String>();
        ProcessEngine engine = engine(
                Call.of("make", context -> {
                    if (!waited.compareAndSet(null, context.processName()) && !waited.get().equals(context.processName())) {
                        context.wakeOn(waited.get());
                        done.add("looked");
                        return done.size() > 1 ? StepOutcome.done() : new StepOutcome.Later(context.now().plusSeconds(3600), "waits");
                    }
                    awaitLatch(goesOn);
                    return StepOutcome.done(Map.of("made", "things/t"));
                }),
                Call.of("go-on", context -> context.processName().equals(waited.get())
                        ? new StepOutcome.Later(context.now().plusSeconds(3600), "goes on for long")
                        : StepOutcome.done()));
        String first = engine.start(STAFF, start("r1")).name();
        await().until(() -> waited.get() != null);
        String second = engine.start(STAFF, start("r2")).name();
        awaitState(engine, second, State.WAITING);
        goesOn.countDown();
        awaitState(engine, second, State.SUCCEEDED);
        assertThat(awaitState(engine, first, State.WAITING).references()).containsEntry("made", "things/t");
    }

    @Test
    void aProcessEndsWithTheStepsThatItBeganWithWhenOneWasAddedAtTheEnd() {
        Call first = Call.of("first", context -> note("first", context));
        ProcessEngine before = engine("a", "1", Duration.ofSeconds(15), InstantSource.system(), first);
        String name = before.start(STAFF, start("r1")).name();
        ProcessEngine after = engine("a", "2", Duration.ofSeconds(15), InstantSource.system(), first,
                Call.of("added", context -> note("added", context)));
        after.start();
        assertThat(awaitState(after, name, State.SUCCEEDED).steps()).hasSize(1);
        awaitState(after, after.start(STAFF, start("r2")).name(), State.SUCCEEDED);
        assertThat(done).containsExactly("first first/1", "first first/1", "added added/1");
    }

    @Test
    void whoHasBeenDueForLongestGoesFirstWhoeverComesLater() {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        ProcessEngine engine = engine(new ProcessProperties("a", "1", 1, Duration.ofSeconds(15)), InstantSource.system(),
                new ProcessDefinition("work", List.of(Call.of("step", context -> {
                    done.add(context.processName());
                    begun.countDown();
                    awaitLatch(go);
                    return StepOutcome.done();
                }))));
        engine.start();
        var started = new ArrayList<String>();
        started.add(engine.start(STAFF, start("r0")).name());
        awaitLatch(begun);
        for (int i = 1; i < 20; i++) {
            started.add(engine.start(STAFF, start("r" + i)).name());
        }
        engine.wake("org_1", started.get(1));
        go.countDown();

        await().until(() -> done.size() == 20);
        assertThat(done).containsExactlyElementsOf(started);
    }

    /** An upgrade may protect what a step asks for by a permission that there was not when the process was started. */
    @Test
    void aProcessThatAnEarlierVersionStoredActsWithThePermissionsOfThisOne() {
        Call step = Call.of("who", context -> {
            done.add(Boolean.toString(CurrentPrincipal.get().may("things.protect")));
            return StepOutcome.done();
        });
        ProcessDefinition earlier = new ProcessDefinition("work", List.of(step));
        ProcessProperties properties = new ProcessProperties("a", "1", 1, Duration.ofSeconds(15));
        String name = engine(properties, InstantSource.system(), earlier).start(STAFF, start("r1")).name();

        ProcessEngine upgraded = engine(properties, InstantSource.system(), earlier.acting(Set.of("things.protect")));
        upgraded.start();
        awaitState(upgraded, name, State.SUCCEEDED);
        assertThat(done).containsExactly("true");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
