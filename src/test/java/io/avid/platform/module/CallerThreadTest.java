package io.avid.platform.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.avid.platform.module.TestingModule.Behaviour;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.testing.v1.EchoRequest;
import io.avid.testing.v1.EchoResponse;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.context.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What a caller's thread may take into a handler, and what a handler may leave on it: nothing. */
@Timeout(120)
class CallerThreadTest {
    private static final ContextKey<String> TELEMETRY = ContextKey.named("poison");
    private static final io.grpc.Context.Key<String> GRPC = io.grpc.Context.key("poison");

    /** What each known holder of a thread holds now; empty strings where nothing. */
    private static List<String> held() {
        var held = new ArrayList<String>();
        held.add("mdc " + (MDC.get("poison") == null ? "" : MDC.get("poison")));
        held.add("request " + (RequestContextHolder.getRequestAttributes() == null ? "" : "poison"));
        held.add("locale " + (LocaleContextHolder.getLocaleContext() == null ? "" : LocaleContextHolder.getLocale()));
        held.add("security " + (SecurityContextHolder.getContext().getAuthentication() == null
                ? "" : SecurityContextHolder.getContext().getAuthentication().getName()));
        held.add("telemetry " + (io.opentelemetry.context.Context.current().get(TELEMETRY) == null ? "" : "poison"));
        held.add("grpc " + (GRPC.get() == null ? "" : GRPC.get()));
        return held;
    }

    private static final List<String> NOTHING = List.of("mdc ", "request ", "locale ", "security ", "telemetry ", "grpc ");
    private static final List<String> POISON =
            List.of("mdc poison", "request poison", "locale ja", "security poison", "telemetry poison", "grpc poison");

    private static void poisoned(Runnable work) {
        MDC.put("poison", "poison");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        LocaleContextHolder.setLocale(Locale.JAPANESE);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("poison", ""));
        try (var scope = io.opentelemetry.context.Context.current().with(TELEMETRY, "poison").makeCurrent()) {
            CurrentPrincipal.in(io.grpc.Context.current(), Caller.withoutToken(TestingModule.STAFF)).withValue(GRPC, "poison").run(work);
        } finally {
            MDC.clear();
            RequestContextHolder.resetRequestAttributes();
            LocaleContextHolder.resetLocaleContext();
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void noThreadLocalCrossesTheBoundaryEitherWay() {
        var inside = new AtomicReference<List<String>>();
        var insideStream = new AtomicReference<List<String>>();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                inside.set(held());
                leaveBehind();
                super.echo(request, answer);
            }

            @Override
            void stream(EchoRequest request, StreamObserver<EchoResponse> answer) {
                insideStream.set(held());
                super.stream(request, answer);
            }
        })) {
            poisoned(() -> {
                assertThat(held()).isEqualTo(POISON);
                TestingServiceGrpc.newBlockingStub(module.channel()).echo(CallContract.text("x"));
                assertThat(held()).as("the caller's own is back").isEqualTo(POISON);
                TestingServiceGrpc.newBlockingStub(module.channel()).stream(CallContract.times(1)).forEachRemaining(_ -> { });
            });
            assertThat(inside.get()).isEqualTo(NOTHING);
            assertThat(insideStream.get()).isEqualTo(NOTHING);
        }
    }

    private static void leaveBehind() {
        MDC.put("poison", "left");
        LocaleContextHolder.setLocale(Locale.KOREAN);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("left", ""));
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
    }

    @Test
    void whatAHandlerLeavesOnACleanThreadIsGoneAfterTheCall() {
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                leaveBehind();
                super.echo(request, answer);
            }
        })) {
            CallContract.echo(module.channel(), CallContract.text("x"));
            assertThat(held()).isEqualTo(NOTHING);
        } finally {
            MDC.clear();
            LocaleContextHolder.resetLocaleContext();
            SecurityContextHolder.clearContext();
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void theCallersPrincipalReachesAnInnerCallAndNotTheCallersOwnThread() {
        var seen = new ArrayList<Principal>();
        var self = new AtomicReference<Channel>();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                seen.add(CurrentPrincipal.get());
                if (request.getText().equals("outer")) {
                    TestingServiceGrpc.newBlockingStub(self.get()).echo(CallContract.text("inner"));
                }
                super.echo(request, answer);
            }
        })) {
            self.set(module.channel());
            CallContract.echo(module.channel(), CallContract.text("outer"));
            assertThat(seen).containsExactly(TestingModule.STAFF, TestingModule.STAFF);
            assertThat(CurrentPrincipal.find()).isEmpty();
        }
    }

    /**
     * A hundred thousand calls whose handlers end just when their deadlines pass. After each, the
     * caller's thread must not be interrupted; were an interrupt late, the next park would show it.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theInterruptOfADeadlineNeverReachesTheCaller(boolean virtual) throws Exception {
        int callers = 250;
        int callsEach = 200;
        var leaked = new AtomicInteger();
        var passed = new AtomicInteger();
        var answered = new AtomicInteger();
        var other = new AtomicReference<Status>();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(22_000_000));
                super.echo(request, answer);
            }
        })) {
            var done = new CountDownLatch(callers);
            Runnable caller = () -> CurrentPrincipal.run(TestingModule.STAFF, () -> {
                var stub = TestingServiceGrpc.newBlockingStub(module.channel());
                for (int i = 0; i < callsEach; i++) {
                    try {
                        stub.withDeadlineAfter(ThreadLocalRandom.current().nextLong(1, 20_000), TimeUnit.MICROSECONDS)
                                .echo(CallContract.text("x"));
                        answered.incrementAndGet();
                    } catch (StatusRuntimeException e) {
                        if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                            passed.incrementAndGet();
                        } else {
                            other.set(e.getStatus());
                        }
                    }
                    if (Thread.interrupted()) {
                        leaked.incrementAndGet();
                    }
                }
                done.countDown();
            });
            for (int i = 0; i < callers; i++) {
                (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(caller);
            }
            assertThat(done.await(100, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(leaked.get()).as("interrupts that reached a caller").isZero();
        assertThat(other.get()).isNull();
        assertThat(passed.get()).as("deadlines passed").isGreaterThan(callsEach);
        assertThat(answered.get()).as("calls answered in time").isGreaterThan(callsEach);
    }

    @Test
    void clearingAnInnerCallsInterruptKeepsTheOuterCalls() throws Exception {
        var self = new AtomicReference<Channel>();
        var outerKnew = new AtomicReference<Boolean>();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                if (request.getText().equals("inner")) {
                    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                } else {
                    catchThrowableOfType(StatusRuntimeException.class,
                            () -> TestingServiceGrpc.newBlockingStub(self.get()).withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                                    .echo(CallContract.text("inner")));
                    outerKnew.set(Thread.currentThread().isInterrupted());
                }
                super.echo(request, answer);
            }
        })) {
            self.set(module.channel());
            StatusRuntimeException caught = catchThrowableOfType(StatusRuntimeException.class, () -> TestingModule.as(TestingModule.STAFF,
                    _ -> TestingServiceGrpc.newBlockingStub(module.channel()).withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                            .echo(CallContract.text("outer"))));
            assertThat(caught.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(outerKnew.get()).as("the outer handler still sees that its own deadline passed").isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void anInnerDeadlineLeavesTheOuterCallAlone() {
        var self = new AtomicReference<Channel>();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                if (request.getText().equals("inner")) {
                    CallContract.pause(10_000);
                    super.echo(request, answer);
                    return;
                }
                StatusRuntimeException late = catchThrowableOfType(StatusRuntimeException.class,
                        () -> TestingServiceGrpc.newBlockingStub(self.get()).withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                                .echo(CallContract.text("inner")));
                CallContract.pause(20);
                answer.onNext(EchoResponse.newBuilder().setText(late.getStatus().getCode() + " " + Thread.currentThread().isInterrupted()).build());
                answer.onCompleted();
            }
        })) {
            self.set(module.channel());
            assertThat(CallContract.echo(module.channel(), CallContract.text("outer")).getText()).isEqualTo("DEADLINE_EXCEEDED false");
        }
    }

    @Test
    void aCallCancelledWhileItStartsEndsOnceAndLeavesNothingBehind() throws Exception {
        try (TestingModule module = TestingModule.direct(new Behaviour())) {
            var context = CurrentPrincipal.in(io.grpc.Context.ROOT, Caller.withoutToken(TestingModule.STAFF)).withCancellation();
            for (int i = 0; i < 2_000; i++) {
                var heard = new CallContract.Listening();
                io.grpc.Context previous = context.attach();
                io.grpc.ClientCall<EchoRequest, EchoResponse> call;
                try {
                    call = module.channel().newCall(TestingServiceGrpc.getStreamMethod(), io.grpc.CallOptions.DEFAULT);
                } finally {
                    context.detach(previous);
                }
                Thread canceller = Thread.ofVirtual().start(() -> call.cancel("race", null));
                try {
                    call.start(heard, new io.grpc.Metadata());
                    call.request(1);
                } catch (IllegalStateException cancelledFirst) {
                    assertThat(cancelledFirst).hasMessageContaining("cancelled");
                    heard.onClose(Status.CANCELLED, new io.grpc.Metadata());
                }
                canceller.join();
                assertThat(heard.closed.get(5, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
                assertThat(heard.closes.get()).isEqualTo(1);
            }
            context.cancel(null);
        }
    }

    @Test
    void callersOnVirtualThreadsThatHoldLocksWorkToo() throws Exception {
        Set<String> answers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (TestingModule module = TestingModule.direct(new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                CallContract.pause(20);
                super.echo(request, answer);
            }
        })) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 500; i++) {
                var own = new Object();
                String name = "t" + i;
                threads.add(Thread.ofVirtual().start(() -> {
                    synchronized (own) {
                        answers.add(CallContract.echo(module.channel(), CallContract.text(name)).getText());
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(answers).hasSize(500);
    }
}
