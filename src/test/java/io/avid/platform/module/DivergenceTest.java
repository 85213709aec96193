package io.avid.platform.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.avid.platform.module.TestingModule.Behaviour;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.testing.v1.EchoRequest;
import io.avid.testing.v1.EchoResponse;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where a call inside the process still differs from one over a network. Each difference is pinned
 * from both sides: who removes one changes this test, and who adds one has to say so here.
 */
@Timeout(60)
class DivergenceTest {
    private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

    /** What a test finds out about one way of calling. */
    private static <T> T found(Function<Behaviour, TestingModule> way, Behaviour behaviour, Function<TestingModule, T> look) {
        try (TestingModule module = way.apply(behaviour)) {
            return look.apply(module);
        }
    }

    private static <T> void differs(Behaviour behaviour, Function<TestingModule, T> look, T direct, T network) {
        assertThat(found(TestingModule::direct, behaviour, look)).as("inside the process").isEqualTo(direct);
        assertThat(found(TestingModule::network, behaviour, look)).as("over a network").isEqualTo(network);
    }

    @Test
    void aUnaryHandlerRunsOnTheCallersThread() {
        var handler = new AtomicReference<Thread>();
        differs(CallContract.echoing((request, answer) -> {
            handler.set(Thread.currentThread());
            new Behaviour().echo(request, answer);
        }), module -> {
            CallContract.echo(module.channel(), CallContract.text("x"));
            return handler.get() == Thread.currentThread();
        }, true, false);
    }

    @Test
    void aMessageIsTheSameObjectOnBothSides() {
        var taken = new AtomicReference<EchoRequest>();
        EchoRequest request = CallContract.text("x");
        differs(CallContract.echoing((got, answer) -> {
            taken.set(got);
            new Behaviour().echo(got, answer);
        }), module -> {
            CallContract.echo(module.channel(), request);
            return taken.get() == request;
        }, true, false);
    }

    @Test
    void anAsyncUnaryCallComesBackOnlyWhenItsHandlerDoes() {
        differs(CallContract.echoing((request, answer) -> {
            CallContract.pause(300);
            new Behaviour().echo(request, answer);
        }), module -> {
            var future = TestingModule.as(TestingModule.STAFF,
                    _ -> TestingServiceGrpc.newFutureStub(module.channel()).echo(CallContract.text("x")));
            return future.isDone();
        }, true, false);
    }

    @Test
    void aHandlerThatIgnoresItsInterruptHoldsItsCallerPastTheDeadline() {
        differs(CallContract.echoing((request, answer) -> {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(800);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            new Behaviour().echo(request, answer);
        }), module -> {
            if (CallContract.echo(module.channel(), CallContract.text("connect")).getText().isEmpty()) {
                throw new IllegalStateException("not connected");
            }
            long start = System.nanoTime();
            StatusRuntimeException caught = catchThrowableOfType(StatusRuntimeException.class, () -> TestingModule.as(TestingModule.STAFF,
                    _ -> TestingServiceGrpc.newBlockingStub(module.channel()).withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                            .echo(CallContract.text("x"))));
            assertThat(caught.getStatus().getCode()).as("the late answer is dropped either way").isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(600);
        }, true, false);
    }

    @Test
    void workAfterTheAnswerKeepsTheCallerWaiting() {
        differs(CallContract.echoing((request, answer) -> {
            new Behaviour().echo(request, answer);
            CallContract.pause(400);
        }), module -> {
            CallContract.echo(module.channel(), CallContract.text("connect"));
            long start = System.nanoTime();
            CallContract.echo(module.channel(), CallContract.text("x"));
            return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(350);
        }, true, false);
    }

    /** A scoped value cannot be hidden from what runs inside its scope; Avid's code uses none across a boundary. */
    @Test
    void aScopedValueOfTheCallerIsSeenInside() {
        var seen = new AtomicReference<Boolean>();
        differs(CallContract.echoing((request, answer) -> {
            seen.set(SCOPED.isBound());
            new Behaviour().echo(request, answer);
        }), module -> {
            ScopedValue.where(SCOPED, "caller's").run(() -> CallContract.echo(module.channel(), CallContract.text("x")));
            return seen.get();
        }, true, false);
    }

    @Test
    void theHandlersFramesAreOnTheCallersStack() {
        var deep = new AtomicReference<Boolean>();
        differs(CallContract.echoing((request, answer) -> {
            deep.set(StackWalker.getInstance().walk(frames -> frames.anyMatch(
                    frame -> frame.getClassName().equals(DivergenceTest.class.getName()) && frame.getMethodName().equals("differs"))));
            new Behaviour().echo(request, answer);
        }), module -> {
            CallContract.echo(module.channel(), CallContract.text("x"));
            return deep.get();
        }, true, false);
    }

    /** Over a network grpc-java keeps what it cannot send in memory, without a bound. */
    @Test
    void aStreamingHandlerThatNeverAsksWhetherItsReaderIsReadyIsHeldUp() throws Exception {
        int messages = 40;
        var padding = ByteString.copyFrom(new byte[1024 * 1024]);
        for (boolean direct : new boolean[] {true, false}) {
            var sent = new AtomicInteger();
            var all = new CountDownLatch(1);
            Behaviour behaviour = CallContract.streaming((request, answer) -> {
                for (int i = 0; i < messages; i++) {
                    answer.onNext(EchoResponse.newBuilder().setIndex(i).setPadding(padding).build());
                    sent.incrementAndGet();
                }
                answer.onCompleted();
                all.countDown();
            });
            try (TestingModule module = direct ? TestingModule.direct(behaviour) : TestingModule.network(behaviour)) {
                var reader = new SlowReader();
                CurrentPrincipal.run(TestingModule.STAFF,
                        () -> TestingServiceGrpc.newStub(module.channel()).stream(CallContract.times(messages), reader));
                if (direct) {
                    CallContract.pause(300);
                    assertThat(sent.get()).as("8 MiB on their way, and no more").isBetween(7, 8);
                } else {
                    assertThat(all.await(10, TimeUnit.SECONDS)).as("everything is taken").isTrue();
                }
                reader.call.request(messages);
                assertThat(reader.count.get(20, TimeUnit.SECONDS)).isEqualTo(messages);
            }
        }
    }

    @Test
    void aSenderThatNeverAsksWhetherTheHandlerIsReadyIsStoppedAtTheBound() throws Exception {
        var padding = ByteString.copyFrom(new byte[1024 * 1024]);
        var release = new CountDownLatch(1);
        Behaviour behaviour = new Behaviour() {
            @Override
            StreamObserver<EchoRequest> converse(StreamObserver<EchoResponse> answer) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.converse(answer);
            }
        };
        try (TestingModule module = TestingModule.direct(behaviour)) {
            var heard = new CallContract.Heard();
            var requests = TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newStub(module.channel()).converse(heard));
            for (int i = 0; i < 20; i++) {
                requests.onNext(EchoRequest.newBuilder().setPadding(padding).build());
            }
            heard.end();
            assertThat(Status.fromThrowable(heard.failure.get()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            release.countDown();
        }
    }

    private static final class SlowReader implements ClientResponseObserver<EchoRequest, EchoResponse> {
        private final CompletableFuture<Integer> count = new CompletableFuture<>();
        private volatile ClientCallStreamObserver<EchoRequest> call;
        private int got;

        @Override
        public void beforeStart(ClientCallStreamObserver<EchoRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(EchoResponse value) {
            got++;
        }

        @Override
        public void onError(Throwable failure) {
            count.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            count.complete(got);
        }
    }
}
