package io.avid.platform.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.module.TestingModule.Behaviour;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.testing.v1.ChangeRequest;
import io.avid.testing.v1.EchoRequest;
import io.avid.testing.v1.EchoResponse;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a call between modules does, whichever way it goes. One suite, two runners: what holds over a
 * socket holds inside the process.
 */
@Timeout(60)
abstract class CallContract {
    static final Metadata.Key<String> WORD = Metadata.Key.of("word", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final List<TestingModule> open = new ArrayList<>();

    abstract TestingModule start(Behaviour behaviour);

    final TestingModule module(Behaviour behaviour) {
        TestingModule module = start(behaviour);
        open.add(module);
        return module;
    }

    final Channel channel(Behaviour behaviour) {
        return module(behaviour).channel();
    }

    @AfterEach
    void closeModules() {
        open.forEach(TestingModule::close);
    }

    static EchoRequest text(String text) {
        return EchoRequest.newBuilder().setText(text).build();
    }

    static EchoRequest times(int count) {
        return EchoRequest.newBuilder().setText("x").setCount(count).build();
    }

    static EchoResponse echo(Channel channel, EchoRequest request) {
        return TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newBlockingStub(channel).echo(request));
    }

    private static StatusRuntimeException echoFails(Behaviour behaviour, CallContract contract) {
        Channel channel = contract.channel(behaviour);
        return catchThrowableOfType(StatusRuntimeException.class, () -> echo(channel, text("a")));
    }

    interface Echo {
        void echo(EchoRequest request, StreamObserver<EchoResponse> answer);
    }

    static Behaviour echoing(Echo echo) {
        return new Behaviour() {
            @Override
            void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
                echo.echo(request, answer);
            }
        };
    }

    static Behaviour streaming(Echo stream) {
        return new Behaviour() {
            @Override
            void stream(EchoRequest request, StreamObserver<EchoResponse> answer) {
                stream.echo(request, answer);
            }
        };
    }

    // Stubs of every kind ------------------------------------------------------------------------

    @Test
    void blockingStubsGetTheAnswer() {
        assertThat(echo(channel(new Behaviour()), text("hello")).getText()).isEqualTo("hello");
    }

    @Test
    void futureStubsGetTheAnswer() throws Exception {
        Channel channel = channel(new Behaviour());
        var future = TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newFutureStub(channel).echo(text("hello")));
        assertThat(future.get(5, TimeUnit.SECONDS).getText()).isEqualTo("hello");
    }

    @Test
    void asyncStubsGetOneAnswerAndOneEnd() throws Exception {
        Channel channel = channel(new Behaviour());
        var heard = new Heard();
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel).echo(text("hello"), heard));
        heard.end();
        assertThat(heard.texts()).containsExactly("hello");
        assertThat(heard.ends.get()).isEqualTo(1);
        assertThat(heard.failure.get()).isNull();
    }

    @Test
    void anExecutorOfTheCallersOwnRunsTheCallbacks() throws Exception {
        Channel channel = channel(new Behaviour());
        var threads = new ConcurrentLinkedQueue<String>();
        var heard = new Heard() {
            @Override
            public void onNext(EchoResponse value) {
                threads.add(Thread.currentThread().getName());
                super.onNext(value);
            }
        };
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel)
                .withExecutor(task -> Thread.ofPlatform().name("mine").start(task)).echo(text("hello"), heard));
        heard.end();
        assertThat(threads).containsExactly("mine");
    }

    @Test
    void anAnswerMayComeLaterFromAnotherThread() {
        Channel channel = channel(echoing((request, answer) -> Thread.ofVirtual().start(() -> {
            pause(50);
            answer.onNext(EchoResponse.newBuilder().setText("late").build());
            answer.onCompleted();
        })));
        assertThat(echo(channel, text("x")).getText()).isEqualTo("late");
    }

    @Test
    void serverStreamsArriveInOrder() {
        Channel channel = channel(new Behaviour());
        Iterator<EchoResponse> answers = TestingModule.as(TestingModule.STAFF,
                _ -> TestingServiceGrpc.newBlockingStub(channel).stream(times(1000)));
        for (int i = 0; i < 1000; i++) {
            assertThat(answers.next().getIndex()).isEqualTo(i);
        }
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void clientStreamsAreAnsweredOnceTheyAreComplete() throws Exception {
        Channel channel = channel(new Behaviour());
        var heard = new Heard();
        var requests = TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newStub(channel).collect(heard));
        for (int i = 0; i < 100; i++) {
            requests.onNext(text("a"));
        }
        assertThat(heard.answers).isEmpty();
        requests.onCompleted();
        heard.end();
        assertThat(heard.texts()).containsExactly("a".repeat(100));
    }

    @Test
    void bothSidesMayStreamAtOnce() throws Exception {
        Channel channel = channel(new Behaviour());
        var heard = new Heard();
        var requests = TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newStub(channel).converse(heard));
        for (int i = 0; i < 500; i++) {
            requests.onNext(text("t" + i));
            if (i % 50 == 0) {
                heard.await(i + 1);
            }
        }
        requests.onCompleted();
        heard.end();
        assertThat(heard.texts()).isEqualTo(IntStream.range(0, 500).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void blockingStreamsOfTheNewerStubWorkBothWays() throws Exception {
        Channel channel = channel(new Behaviour());
        var call = TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newBlockingV2Stub(channel).converse());
        for (int i = 0; i < 20; i++) {
            call.write(text("t" + i));
            assertThat(call.read().getText()).isEqualTo("t" + i);
        }
        call.halfClose();
        assertThat(call.read()).isNull();
    }

    @Test
    void messagesPassThroughMarshallersOfAnotherKind() {
        Channel channel = channel(new Behaviour());
        var marshaller = new BytesMarshaller();
        var method = MethodDescriptor.<byte[], byte[]>newBuilder(marshaller, marshaller)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(TestingServiceGrpc.getEchoMethod().getFullMethodName())
                .build();
        byte[] answer = TestingModule.as(TestingModule.STAFF,
                _ -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, text("raw").toByteArray()));
        assertThat(parse(answer).getText()).isEqualTo("raw");
    }

    // Failures -----------------------------------------------------------------------------------

    @Test
    void aFailureArrivesAsItWasThrown() {
        Failure thrown = Failure.of(FailureKind.FAILED_PRECONDITION, "PERIOD_CLOSED", "The period is closed.", Map.of("period", "2012-12"));
        assertSame(thrown, echoFails(echoing((_, _) -> {
            throw thrown;
        }), this));
        assertSame(thrown, echoFails(echoing((_, answer) -> answer.onError(thrown)), this));
    }

    @Test
    void wrongFieldsArriveEachWithItsRule() {
        Failure thrown = Failure.invalid(List.of(new FieldViolation("a", "given 1, expected 2"), new FieldViolation("b.c", "missing")));
        assertSame(thrown, echoFails(echoing((_, _) -> {
            throw thrown;
        }), this));
    }

    private static void assertSame(Failure thrown, StatusRuntimeException caught) {
        Failure arrived = Failures.from(caught);
        assertThat(caught.getStatus().getCode()).isEqualTo(Failures.codeOf(thrown.kind()));
        assertThat(arrived.kind()).isEqualTo(thrown.kind());
        assertThat(arrived.reason()).isEqualTo(thrown.reason());
        assertThat(arrived.getMessage()).isEqualTo(thrown.getMessage());
        assertThat(arrived.metadata()).isEqualTo(thrown.metadata());
        assertThat(arrived.fieldViolations()).isEqualTo(thrown.fieldViolations());
    }

    @Test
    void anUnexpectedExceptionIsADefectWithAnIncidentAndNothingOfItsMessage() {
        assertDefect(echoFails(echoing((_, _) -> {
            throw new IllegalStateException("Jane Roe, 4 Privet Drive");
        }), this));
        assertDefect(echoFails(echoing((_, answer) -> answer.onError(new IllegalStateException("Jane Roe"))), this));
        assertDefect(echoFails(echoing((_, _) -> {
            throw new StackOverflowError("Jane Roe");
        }), this));
    }

    @Test
    void answeringTwiceOrNotAtAllIsADefect() {
        assertDefect(echoFails(echoing((_, answer) -> {
            answer.onNext(EchoResponse.getDefaultInstance());
            answer.onNext(EchoResponse.getDefaultInstance());
            answer.onCompleted();
        }), this));
        assertDefect(echoFails(echoing((_, answer) -> answer.onCompleted()), this));
    }

    @Test
    void whatFollowsTheEndOfACallIsIgnored() {
        Channel channel = channel(echoing((request, answer) -> {
            answer.onNext(EchoResponse.newBuilder().setText("first").build());
            answer.onCompleted();
            throw new IllegalStateException("too late to matter");
        }));
        assertThat(echo(channel, text("x")).getText()).isEqualTo("first");
    }

    private static void assertDefect(StatusRuntimeException caught) {
        Failure arrived = Failures.from(caught);
        assertThat(caught.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(arrived.reason()).isEqualTo("INTERNAL_DEFECT");
        assertThat(arrived.metadata().get("incident")).matches("[0-9a-f]{16,32}");
        assertThat(arrived.getMessage()).doesNotContain("Jane").contains(arrived.metadata().get("incident"));
    }

    @Test
    void aStatusWithoutAReasonGetsTheOneOfItsCode() {
        StatusRuntimeException caught = echoFails(echoing((_, answer) -> answer.onError(Status.NOT_FOUND.withDescription("no").asException())), this);
        assertThat(caught.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Failures.from(caught).reason()).isEqualTo("RESOURCE_NOT_FOUND");
    }

    @Test
    void whatAModuleBelowFailedWithIsPassedOn() {
        StatusRuntimeException below = Failures.toStatus(Failure.notFound("customers/x"));
        assertSame(Failure.notFound("customers/x"), echoFails(echoing((_, _) -> {
            throw below;
        }), this));
    }

    @Test
    void anErrorInAStreamComesAfterWhatWasSentBefore() throws Exception {
        Channel channel = channel(streaming((request, answer) -> {
            answer.onNext(EchoResponse.newBuilder().setText("1").build());
            answer.onNext(EchoResponse.newBuilder().setText("2").build());
            throw Failure.notFound("testings/3");
        }));
        var heard = new Heard();
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel).stream(times(3), heard));
        heard.end();
        assertThat(heard.texts()).containsExactly("1", "2");
        assertThat(Status.fromThrowable(heard.failure.get()).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        Channel channel = channel(new Behaviour());
        var method = TestingServiceGrpc.getEchoMethod().toBuilder().setFullMethodName("avid.testing.v1.TestingService/Nothing").build();
        StatusRuntimeException caught = catchThrowableOfType(StatusRuntimeException.class, () -> TestingModule.as(TestingModule.STAFF,
                _ -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, text("x"))));
        assertThat(Failures.from(caught).reason()).isEqualTo("METHOD_UNKNOWN");
    }

    // Who may call -------------------------------------------------------------------------------

    @Test
    void thePrincipalArrives() {
        var seen = new AtomicReference<Principal>();
        Channel channel = channel(echoing((request, answer) -> {
            seen.set(CurrentPrincipal.get());
            new Behaviour().echo(request, answer);
        }));
        echo(channel, text("x"));
        assertThat(seen.get()).isEqualTo(TestingModule.STAFF);
    }

    @Test
    void withoutAPrincipalNothingIsAnswered() {
        Channel channel = channel(new Behaviour());
        assertFails(FailureKind.UNAUTHENTICATED, "TOKEN_MISSING", () -> TestingServiceGrpc.newBlockingStub(channel).echo(text("x")));
    }

    @Test
    void withoutThePermissionNothingIsAnswered() {
        Channel channel = channel(new Behaviour());
        Principal reader = Principal.staff("org_1", "auth0|reader", Set.of("testing.read"));
        Failure failure = assertFails(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING", () -> TestingModule.as(reader,
                _ -> TestingServiceGrpc.newBlockingStub(channel).change(ChangeRequest.newBuilder().setName("testings/1").setRequestId("r").build())));
        assertThat(failure.metadata()).containsEntry("permission", "testing.write");
    }

    @Test
    void aModuleThatTheContractNamesIsAnswered() {
        assertThat(echo(module(new Behaviour()).channelOf(TestingModule.FRIEND), text("hello")).getText()).isEqualTo("hello");
    }

    @Test
    void aModuleThatTheContractDoesNotNameIsRefusedWhateverItsCallerMay() {
        var called = new AtomicBoolean();
        TestingModule module = module(echoing((request, answer) -> called.set(true)));
        Failure failure = assertFails(FailureKind.PERMISSION_DENIED, "CALLER_NOT_ACCEPTED",
                () -> echo(module.channelOf(TestingModule.STRANGER), text("x")));
        assertThat(failure.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("module", TestingModule.NAME, "caller", TestingModule.STRANGER));
        assertThat(failure.getMessage()).contains("called by module stranger").contains("accepts the edge and friend");
        assertThat(called).isFalse();
    }

    @Test
    void whatAModuleCallsInTheCourseOfACallItCallsInItsOwnName() {
        var self = new AtomicReference<Channel>();
        TestingModule module = module(echoing((request, answer) -> {
            if (request.getText().equals("outer")) {
                TestingServiceGrpc.newBlockingStub(self.get()).echo(text("inner"));
            }
            new Behaviour().echo(request, answer);
        }));
        self.set(module.channelOf(TestingModule.FRIEND));
        assertThat(echo(module.channel(), text("outer")).getText()).isEqualTo("outer");
        self.set(module.channelOf(TestingModule.STRANGER));
        assertFails(FailureKind.PERMISSION_DENIED, "CALLER_NOT_ACCEPTED", () -> echo(module.channel(), text("outer")));
    }

    @Test
    void aCustomersLoginMayCallWhatIsOpenToItAndNothingElse() {
        Channel channel = channel(new Behaviour());
        Principal customer = new Principal("org_1", "auth0|c", Set.of(Principal.OWN_READ), Optional.of("customers/1"));
        assertThat(TestingModule.as(customer, _ -> TestingServiceGrpc.newBlockingStub(channel).echo(text("x"))).getText()).isEqualTo("x");
        assertFails(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING", () -> TestingModule.as(customer,
                _ -> TestingServiceGrpc.newBlockingStub(channel).stream(times(1)).next()));
        Principal greedy = new Principal("org_1", "auth0|c", Set.of("testing.read", "testing.write"), Optional.of("customers/1"));
        assertFails(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING", () -> TestingModule.as(greedy,
                _ -> TestingServiceGrpc.newBlockingStub(channel).echo(text("x"))));
    }

    @Test
    void aCustomersLoginChangesSomethingOnlyIfItMayPay() {
        Channel channel = channel(new Behaviour());
        ChangeRequest change = ChangeRequest.newBuilder().setName("testings/1").setRequestId("r").build();
        Principal reads = new Principal("org_1", "auth0|c", Set.of(Principal.OWN_READ), Optional.of("customers/1"));
        assertFails(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING", () -> TestingModule.as(reads,
                _ -> TestingServiceGrpc.newBlockingStub(channel).change(change)));
        Principal pays = new Principal("org_1", "auth0|c", Set.of(Principal.OWN_READ, Principal.OWN_PAY), Optional.of("customers/1"));
        assertThat(TestingModule.as(pays, _ -> TestingServiceGrpc.newBlockingStub(channel).change(change)).getText())
                .isEqualTo("testings/1");
    }

    @Test
    void everyFieldThatBreaksItsRuleIsNamedAtOnce() {
        Channel channel = channel(new Behaviour());
        Failure failure = assertFails(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", () -> TestingModule.as(TestingModule.STAFF,
                _ -> TestingServiceGrpc.newBlockingStub(channel).change(ChangeRequest.newBuilder().setName("somethings/else").build())));
        assertThat(failure.fieldViolations()).extracting(FieldViolation::field).containsExactlyInAnyOrder("name", "request_id");
        assertThat(failure.getMessage()).contains("given somethings/else, expected:").contains("given nothing, expected:");
    }

    static Failure assertFails(FailureKind kind, String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        StatusRuntimeException caught = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(caught).isNotNull();
        Failure failure = Failures.from(caught);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.reason()).isEqualTo(reason);
        return failure;
    }

    // Depth and deadlines ------------------------------------------------------------------------

    @Test
    void callsNestTwoDeepAndNoDeeper() {
        var self = new AtomicReference<Channel>();
        Channel channel = channel(echoing((request, answer) -> {
            int left = Integer.parseInt(request.getText());
            if (left > 1) {
                TestingServiceGrpc.newBlockingStub(self.get()).echo(text(Integer.toString(left - 1)));
            }
            new Behaviour().echo(request, answer);
        }));
        self.set(channel);
        assertThat(echo(channel, text("2")).getText()).isEqualTo("2");
        assertFails(FailureKind.FAILED_PRECONDITION, "CALL_TOO_DEEP", () -> echo(channel, text("3")));
    }

    @Test
    void aCallWithoutADeadlineGetsTheDefaultOne() {
        var left = new AtomicReference<Long>();
        Channel channel = channel(remembering(left));
        echo(channel, text("x"));
        assertThat(left.get()).isBetween(28_000L, 30_000L);
    }

    @Test
    void anInnerCallGetsLessThanTheOuterHasLeft() {
        var left = new AtomicReference<Long>();
        var self = new AtomicReference<Channel>();
        Channel channel = channel(echoing((request, answer) -> {
            if (request.getText().equals("outer")) {
                TestingServiceGrpc.newBlockingStub(self.get()).withDeadlineAfter(1, TimeUnit.HOURS).echo(text("inner"));
            } else {
                left.set(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
            }
            new Behaviour().echo(request, answer);
        }));
        self.set(channel);
        TestingModule.as(TestingModule.STAFF, _ -> TestingServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS).echo(text("outer")));
        assertThat(left.get()).isBetween(7_000L, 9_000L);
    }

    private static Behaviour remembering(AtomicReference<Long> leftMillis) {
        return echoing((request, answer) -> {
            leftMillis.set(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
            new Behaviour().echo(request, answer);
        });
    }

    @Test
    void atTheDeadlineTheCallerGoesOnAndTheHandlerIsInterruptedAndCancelled() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        Channel channel = channel(echoing((request, answer) -> {
            try {
                Thread.sleep(20_000);
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(Context.current().isCancelled());
            }
            new Behaviour().echo(request, answer);
        }));
        long start = System.nanoTime();
        assertFails(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED", () -> TestingModule.as(TestingModule.STAFF,
                _ -> TestingServiceGrpc.newBlockingStub(channel).withDeadlineAfter(200, TimeUnit.MILLISECONDS).echo(text("x"))));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(150L, 2_000L);
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aHandlerThatNeverAnswersIsLeftAtTheDeadline() {
        Channel channel = channel(echoing((request, answer) -> { }));
        assertFails(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED", () -> TestingModule.as(TestingModule.STAFF,
                _ -> TestingServiceGrpc.newBlockingStub(channel).withDeadlineAfter(150, TimeUnit.MILLISECONDS).echo(text("x"))));
    }

    @Test
    void aStreamThatNeverEndsIsCutAtTheDeadlineAndItsHandlerStops() throws Exception {
        var stopped = new CountDownLatch(1);
        Channel channel = channel(streaming((request, answer) -> {
            var call = (ServerCallStreamObserver<EchoResponse>) answer;
            while (!call.isCancelled()) {
                if (call.isReady()) {
                    answer.onNext(EchoResponse.getDefaultInstance());
                } else {
                    pause(1);
                }
            }
            stopped.countDown();
        }));
        var heard = new Heard();
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel)
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS).stream(times(1), heard));
        heard.end();
        assertThat(Status.fromThrowable(heard.failure.get()).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPassedDeadlineCallsNobody() {
        var called = new AtomicBoolean();
        Channel channel = channel(echoing((request, answer) -> called.set(true)));
        assertFails(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED", () -> TestingModule.as(TestingModule.STAFF,
                _ -> TestingServiceGrpc.newBlockingStub(channel).withDeadlineAfter(-1, TimeUnit.SECONDS).echo(text("x"))));
        assertThat(called).isFalse();
    }

    // Cancelling ---------------------------------------------------------------------------------

    @Test
    void anotherThreadMayCancelACallWhoseHandlerWaits() throws Exception {
        var entered = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        Channel channel = channel(echoing((request, answer) -> {
            entered.countDown();
            try {
                Thread.sleep(20_000);
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        }));
        var heard = new Listening();
        var call = new AtomicReference<ClientCall<EchoRequest, EchoResponse>>();
        Thread caller = Thread.ofPlatform().start(() -> CurrentPrincipal.run(TestingModule.STAFF, () -> {
            call.set(channel.newCall(TestingServiceGrpc.getEchoMethod(), CallOptions.DEFAULT));
            call.get().start(heard, new Metadata());
            call.get().request(2);
            call.get().sendMessage(text("x"));
            call.get().halfClose();
        }));
        entered.await();
        call.get().cancel("enough", null);
        Status status = heard.closed.get(5, TimeUnit.SECONDS);
        assertThat(status.getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        caller.join(5_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(heard.closes.get()).isEqualTo(1);
    }

    @Test
    void theEndOfTheCallersOwnCallCancelsTheInnerOne() throws Exception {
        var entered = new CountDownLatch(1);
        var innerCancelled = new CompletableFuture<Boolean>();
        Channel channel = channel(echoing((request, answer) -> {
            entered.countDown();
            try {
                Thread.sleep(20_000);
                innerCancelled.complete(false);
            } catch (InterruptedException e) {
                innerCancelled.complete(true);
            }
        }));
        var context = CurrentPrincipal.in(Context.ROOT, io.avid.platform.security.Caller.withoutToken(TestingModule.STAFF)).withCancellation();
        var code = new CompletableFuture<Status.Code>();
        Thread.ofVirtual().start(() -> context.run(() -> {
            try {
                TestingServiceGrpc.newBlockingStub(channel).echo(text("x"));
                code.complete(Status.Code.OK);
            } catch (StatusRuntimeException e) {
                code.complete(e.getStatus().getCode());
            }
        }));
        entered.await();
        context.cancel(new IllegalStateException("the page was left"));
        assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
        assertThat(innerCancelled.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancellingAStreamTellsItsHandler() throws Exception {
        var cancelled = new CountDownLatch(1);
        Channel channel = channel(streaming((request, answer) -> {
            var call = (ServerCallStreamObserver<EchoResponse>) answer;
            call.setOnCancelHandler(cancelled::countDown);
            answer.onNext(EchoResponse.newBuilder().setText("1").build());
        }));
        var heard = new Cancelling();
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel).stream(times(1), heard));
        heard.await(1);
        heard.call.cancel("seen enough", null);
        heard.end();
        assertThat(Status.fromThrowable(heard.failure.get()).getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aListenerThatThrowsEndsTheCallOnce() throws Exception {
        Channel channel = channel(new Behaviour());
        var heard = new Listening() {
            @Override
            public void onMessage(EchoResponse message) {
                throw new IllegalStateException("cannot take it");
            }
        };
        CurrentPrincipal.run(TestingModule.STAFF, () -> {
            var call = channel.newCall(TestingServiceGrpc.getEchoMethod(), CallOptions.DEFAULT);
            call.start(heard, new Metadata());
            call.request(2);
            call.sendMessage(text("x"));
            call.halfClose();
        });
        assertThat(heard.closed.get(5, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
        pause(50);
        assertThat(heard.closes.get()).isEqualTo(1);
    }

    @Test
    void anInterruptedCallerIsToldSoAndStaysInterrupted() {
        Channel channel = channel(echoing((request, answer) -> {
            pause(300);
            new Behaviour().echo(request, answer);
        }));
        Thread.currentThread().interrupt();
        try {
            StatusRuntimeException caught = catchThrowableOfType(StatusRuntimeException.class, () -> echo(channel, text("x")));
            assertThat(caught.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aCallerInterruptedWhileItWaitsIsToldSoAndStaysInterrupted() throws Exception {
        var entered = new CountDownLatch(1);
        Channel channel = channel(echoing((request, answer) -> {
            entered.countDown();
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while waiting for the store", e);
            }
        }));
        var code = new CompletableFuture<Status.Code>();
        var stayed = new CompletableFuture<Boolean>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                echo(channel, text("x"));
                code.complete(Status.Code.OK);
            } catch (StatusRuntimeException e) {
                code.complete(e.getStatus().getCode());
            }
            stayed.complete(Thread.currentThread().isInterrupted());
        });
        entered.await();
        caller.interrupt();
        assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
        assertThat(stayed.get(5, TimeUnit.SECONDS)).isTrue();
    }

    // Rules of use -------------------------------------------------------------------------------

    @Test
    void nothingIsSentAfterHalfCloseOrCancel() {
        Channel channel = channel(new Behaviour());
        echo(channel, text("connected"));
        CurrentPrincipal.run(TestingModule.STAFF, () -> {
            var call = channel.newCall(TestingServiceGrpc.getConverseMethod(), CallOptions.DEFAULT);
            call.start(new Listening(), new Metadata());
            call.sendMessage(text("x"));
            call.halfClose();
            assertThatThrownBy(() -> call.sendMessage(text("y"))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(call::halfClose).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> call.start(new Listening(), new Metadata())).isInstanceOf(IllegalStateException.class);
            call.cancel("done", null);
            assertThatThrownBy(() -> call.sendMessage(text("z"))).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void aReaderThatAsksForOneGetsOne() throws Exception {
        Channel channel = channel(new Behaviour());
        var heard = new Listening();
        var call = TestingModule.as(TestingModule.STAFF, _ -> channel.newCall(TestingServiceGrpc.getStreamMethod(), CallOptions.DEFAULT));
        CurrentPrincipal.run(TestingModule.STAFF, () -> {
            call.start(heard, new Metadata());
            call.sendMessage(times(10));
            call.halfClose();
        });
        for (int i = 1; i <= 10; i++) {
            pause(20);
            assertThat(heard.answers).hasSize(i - 1);
            call.request(1);
            heard.await(i);
        }
        assertThat(heard.closed.get(5, TimeUnit.SECONDS).isOk()).isTrue();
    }

    @Test
    void aHandlerThatWaitsUntilItsReaderIsReadySendsOnlyAsFastAsItReads() throws Exception {
        var sent = new AtomicInteger();
        var padding = ByteString.copyFrom(new byte[4096]);
        Channel channel = channel(streaming((request, answer) -> {
            var call = (ServerCallStreamObserver<EchoResponse>) answer;
            call.setOnReadyHandler(() -> {
                while (call.isReady() && sent.get() < request.getCount()) {
                    answer.onNext(EchoResponse.newBuilder().setIndex(sent.getAndIncrement()).setPadding(padding).build());
                    if (sent.get() == request.getCount()) {
                        answer.onCompleted();
                    }
                }
            });
        }));
        var heard = new Cancelling();
        heard.manual = true;
        CurrentPrincipal.run(TestingModule.STAFF, () -> TestingServiceGrpc.newStub(channel).stream(times(5000), heard));
        pause(300);
        int ahead = sent.get();
        assertThat(ahead).isBetween(1, 1000);
        heard.call.request(5000);
        heard.end();
        assertThat(heard.answers).hasSize(5000);
        assertThat(heard.answers.stream().map(EchoResponse::getIndex).toList()).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    }

    @Test
    void headersArriveAndHeadersAndTrailersComeBackAsCopies() {
        Channel plain = channel(new Behaviour());
        byte[] bytes = {0, 1, -1};
        var headers = new Metadata();
        headers.put(WORD, "there");
        headers.put(BYTES, bytes);
        var back = new AtomicReference<Metadata>();
        var trailers = new AtomicReference<Metadata>();
        echo(ClientInterceptors.intercept(plain, MetadataUtils.newAttachHeadersInterceptor(headers),
                MetadataUtils.newCaptureMetadataInterceptor(back, trailers)), text("x"));
        for (Metadata mirrored : List.of(back.get(), trailers.get())) {
            assertThat(mirrored.get(WORD)).isEqualTo("there");
            assertThat(mirrored.get(BYTES)).isEqualTo(bytes).isNotSameAs(bytes);
        }
        assertThat(headers.keys()).containsExactlyInAnyOrder("word", "bytes-bin");
    }

    // Limits -------------------------------------------------------------------------------------

    @Test
    void aRequestOfExactlyTheLimitPassesAndOneByteMoreDoesNot() {
        Channel channel = channel(echoing((request, answer) -> {
            answer.onNext(EchoResponse.newBuilder().setText("took " + request.getSerializedSize()).build());
            answer.onCompleted();
        }));
        assertThat(echo(channel, sized(CallLimits.MESSAGE_BYTES)).getText()).isEqualTo("took " + CallLimits.MESSAGE_BYTES);
        Failure failure = assertFails(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", () -> echo(channel, sized(CallLimits.MESSAGE_BYTES + 1)));
        assertThat(failure.metadata()).containsEntry("limit", "message_bytes");
    }

    @Test
    void anAnswerOfExactlyTheLimitPassesAndOneByteMoreDoesNot() {
        Channel channel = channel(echoing((request, answer) -> {
            int size = Integer.parseInt(request.getText());
            answer.onNext(EchoResponse.newBuilder().setPadding(sized(size).getPadding()).build());
            answer.onCompleted();
        }));
        assertThat(echo(channel, text(Integer.toString(CallLimits.MESSAGE_BYTES))).getSerializedSize()).isEqualTo(CallLimits.MESSAGE_BYTES);
        Failure failure = assertFails(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED",
                () -> echo(channel, text(Integer.toString(CallLimits.MESSAGE_BYTES + 1))));
        assertThat(failure.metadata()).containsEntry("limit", "message_bytes");
    }

    @Test
    void headersOverTheLimitAreRefused() {
        Channel channel = channel(new Behaviour());
        assertThat(echo(withWord(channel, "w".repeat(6_000)), text("x")).getText()).isEqualTo("x");
        Failure failure = assertFails(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", () -> echo(withWord(channel, "w".repeat(9_000)), text("x")));
        assertThat(failure.metadata()).containsEntry("limit", "header_bytes");
        assertFails(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", () -> echo(withWord(channel, "line\nbreak"), text("x")));
    }

    private static Channel withWord(Channel channel, String word) {
        var headers = new Metadata();
        headers.put(WORD, word);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A request whose serialised size is exactly this. */
    static EchoRequest sized(int bytes) {
        int padding = bytes - 5;
        var request = EchoRequest.newBuilder().setPadding(ByteString.copyFrom(new byte[padding])).build();
        assertThat(request.getSerializedSize()).isEqualTo(bytes);
        return request;
    }

    // Callbacks ----------------------------------------------------------------------------------

    @Test
    void callbacksNeverOverlapAndTheEndComesOnceWhateverRaces() throws Exception {
        Channel channel = channel(new Behaviour());
        for (int round = 0; round < 300; round++) {
            var heard = new Listening();
            var call = TestingModule.as(TestingModule.STAFF, _ -> channel.newCall(TestingServiceGrpc.getConverseMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS)));
            int cancelAfter = round % 20;
            CurrentPrincipal.run(TestingModule.STAFF, () -> call.start(heard, new Metadata()));
            call.request(Integer.MAX_VALUE);
            Thread canceller = Thread.ofVirtual().start(() -> {
                heard.awaitQuietly(cancelAfter);
                call.cancel("race", null);
            });
            try {
                for (int i = 0; i < 30; i++) {
                    call.sendMessage(text("t" + i));
                }
                call.halfClose();
            } catch (IllegalStateException cancelledMeanwhile) {
                assertThat(cancelledMeanwhile).hasMessageContaining("cancelled");
            }
            heard.closed.get(10, TimeUnit.SECONDS);
            canceller.join();
            assertThat(heard.overlapped).isFalse();
            assertThat(heard.closes.get()).isEqualTo(1);
            assertThat(heard.afterClose).isFalse();
            List<Integer> order = heard.answers.stream().map(EchoResponse::getIndex).collect(Collectors.toList());
            assertThat(order).isEqualTo(IntStream.range(0, order.size()).boxed().toList());
        }
    }

    // What tests listen with ---------------------------------------------------------------------

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static class Heard implements StreamObserver<EchoResponse> {
        final ConcurrentLinkedQueue<EchoResponse> answers = new ConcurrentLinkedQueue<>();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final AtomicInteger ends = new AtomicInteger();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onNext(EchoResponse value) {
            answers.add(value);
        }

        @Override
        public void onError(Throwable t) {
            failure.set(t);
            ends.incrementAndGet();
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ends.incrementAndGet();
            ended.countDown();
        }

        List<String> texts() {
            return answers.stream().map(EchoResponse::getText).toList();
        }

        void end() throws InterruptedException {
            assertThat(ended.await(20, TimeUnit.SECONDS)).as("the call ended").isTrue();
        }

        void await(int count) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (answers.size() < count && System.nanoTime() < until) {
                pause(1);
            }
            assertThat(answers.size()).isGreaterThanOrEqualTo(count);
        }
    }

    /** Keeps the call, to cancel it or to ask for messages by hand. */
    private static final class Cancelling extends Heard implements ClientResponseObserver<EchoRequest, EchoResponse> {
        private volatile ClientCallStreamObserver<EchoRequest> call;
        private boolean manual;

        @Override
        public void beforeStart(ClientCallStreamObserver<EchoRequest> started) {
            call = started;
            if (manual) {
                started.disableAutoRequestWithInitial(0);
            }
        }
    }

    static class Listening extends ClientCall.Listener<EchoResponse> {
        final ConcurrentLinkedQueue<EchoResponse> answers = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Status> closed = new CompletableFuture<>();
        final AtomicInteger closes = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        volatile boolean overlapped;
        volatile boolean afterClose;

        private void once(Runnable callback) {
            overlapped |= inside.incrementAndGet() > 1;
            afterClose |= closed.isDone();
            Thread.yield();
            callback.run();
            inside.decrementAndGet();
        }

        @Override
        public void onHeaders(Metadata headers) {
            once(() -> { });
        }

        @Override
        public void onReady() {
            once(() -> { });
        }

        @Override
        public void onMessage(EchoResponse message) {
            once(() -> answers.add(message));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            closes.incrementAndGet();
            once(() -> { });
            closed.complete(status);
        }

        void await(int count) {
            awaitQuietly(count);
            assertThat(answers.size()).isGreaterThanOrEqualTo(count);
        }

        void awaitQuietly(int count) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (answers.size() < count && !closed.isDone() && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }

    private static EchoResponse parse(byte[] bytes) {
        try {
            return EchoResponse.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
