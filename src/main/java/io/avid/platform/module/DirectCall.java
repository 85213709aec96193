package io.avid.platform.module;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call through a {@link DirectChannel}.
 *
 * <p>A call has two listeners, the client's and the server's, and each has a lane: at any moment at
 * most one thread walks it, taking one due callback after the other until none is due. What is due
 * follows from the fields below, all guarded by the call's monitor; callbacks run outside of it. Who
 * changes a field signals the lane; the lane is walked by the thread that is in it already, else by
 * an executor. The one exception is what this class is for: a unary call's server lane is walked by
 * the caller itself, inside {@link #halfClose}.
 *
 * <p><b>The end.</b> {@code endStatus} is set once by the server's close, or by whatever ends the call
 * from outside: a deadline, the caller's cancel, the end of the caller's own call, a message over the
 * limit. An end from outside also replaces an answer that the client has not been handed yet, and
 * drops messages on their way.
 *
 * <p><b>The interrupt.</b> An end from outside interrupts the thread that walks the server lane. It is
 * sent inside the monitor, and only while {@code walker} names that thread; the thread takes its name
 * away inside the monitor too. So after that no interrupt can come, and one that came is known and
 * cleared. Where calls are nested on one thread and both were interrupted, clearing the inner one's
 * must not lose the outer one's: it is set again.
 */
final class DirectCall<Q, R> extends ClientCall<Q, R> implements Runnable, TimerTask, Context.CancellationListener {
    /** The call that a thread serves, to find the outer of two nested calls. */
    private static final Context.Key<DirectCall<?, ?>> SERVED = Context.key("avid-served-call");

    /** Bytes on their way beyond which a sender is told to wait; gRPC's own default. */
    private static final int READY_BYTES = 32 * 1024;

    /** Bytes on their way that are never exceeded: two messages of the greatest size. */
    private static final int BUFFER_BYTES = 2 * CallLimits.MESSAGE_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(DirectCall.class);

    private enum ServerStep { START, READY, MESSAGE, HALF_CLOSE, COMPLETE, CANCEL, NONE }

    private enum ClientStep { HEADERS, MESSAGE, READY, CLOSE, NONE }

    private final DirectChannel channel;
    private final MethodDescriptor<Q, R> method;
    private final CallOptions options;
    private final boolean unary;
    private final Context callerContext = Context.current();

    // Set by start, before any other thread can see the call.
    private Listener<R> client;
    private ServerMethodDefinition<Object, Object> served;
    private boolean sameMessages;
    private Metadata requestHeaders;
    private Context.CancellableContext context;
    private Timeout timeout;

    // Guarded by this.
    private final Inbox<Object> requests = new Inbox<>();
    private final Inbox<Object> responses = new Inbox<>();
    private boolean cancelCalled;
    private boolean halfClosed;
    private boolean serverBusy;
    private boolean serverStarted;
    private boolean serverReadyDue;
    private boolean halfCloseTaken;
    private boolean serverClosed;
    private boolean serverEnded;
    private Thread walker;
    private boolean walkerIsCaller;
    private boolean interruptSent;
    private boolean clientBusy;
    private boolean clientReadyDue;
    private Metadata responseHeaders;
    private Status endStatus;
    private Metadata endTrailers;
    private boolean endedFromOutside;
    private boolean endTaken;

    // The server lane's own.
    private ServerCall.Listener<Object> server;

    DirectCall(DirectChannel channel, MethodDescriptor<Q, R> method, CallOptions options) {
        this.channel = channel;
        this.method = method;
        this.options = options;
        this.unary = method.getType() == MethodDescriptor.MethodType.UNARY;
    }

    // The client's side -------------------------------------------------------------------------

    @Override
    public void start(Listener<R> listener, Metadata headers) {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(headers, "headers");
        synchronized (this) {
            if (client != null) {
                throw new IllegalStateException("Already started");
            }
            if (cancelCalled) {
                throw new IllegalStateException("call was cancelled");
            }
            client = listener;
        }
        if (callerContext.isCancelled()) {
            end(Contexts.statusFromCancelled(callerContext), new Metadata());
            return;
        }
        Deadline deadline = earlier(options.getDeadline(), callerContext.getDeadline());
        if (deadline != null && deadline.isExpired()) {
            end(deadlinePassed("before the call began"), new Metadata());
            return;
        }
        try {
            bind(channel.served(method));
            requestHeaders = CallLimits.received(headers, method.getFullMethodName());
        } catch (StatusRuntimeException refused) {
            end(refused.getStatus(), refused.getTrailers() == null ? new Metadata() : refused.getTrailers());
            return;
        }
        context = contextOf(deadline);
        synchronized (this) {
            serverReadyDue = !unary;
            clientReadyDue = !method.getType().clientSendsOneMessage();
        }
        if (deadline != null) {
            timeout = channel.timer().newTimeout(this, deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
        }
        callerContext.addListener(this, Runnable::run);
        if (isEnded()) {
            // Another thread cancelled meanwhile, and may have found nothing to let go of yet.
            letGo();
        }
        if (!unary) {
            signalServer();
            signalClient();
        }
    }

    @SuppressWarnings("unchecked")
    private void bind(ServerMethodDefinition<?, ?> found) {
        served = (ServerMethodDefinition<Object, Object>) found;
        MethodDescriptor<Object, Object> theirs = served.getMethodDescriptor();
        sameMessages = theirs == (MethodDescriptor<?, ?>) method
                || (theirs.getRequestMarshaller() == (MethodDescriptor.Marshaller<?>) method.getRequestMarshaller()
                && theirs.getResponseMarshaller() == (MethodDescriptor.Marshaller<?>) method.getResponseMarshaller());
    }

    private Context.CancellableContext contextOf(Deadline deadline) {
        CallOrigin origin = options.getOption(CallOrigin.OPTION);
        Context base = origin == null
                ? Context.ROOT.withValue(SERVED, this)
                : CurrentPrincipal.in(Context.ROOT.withValues(SERVED, this, CallOrigin.DEPTH, origin.depth(), CallOrigin.MODULE, origin.module()),
                        origin.caller());
        List<CarriedContext> carried = channel.carried();
        for (int i = 0; i < carried.size(); i++) {
            base = carried.get(i).carry(base, callerContext);
        }
        return deadline == null ? base.withCancellation() : base.withDeadline(deadline, ContextDeadline.KNOWN_ONLY);
    }

    @Override
    public void request(int count) {
        if (client == null) {
            throw new IllegalStateException("Not started");
        }
        if (count < 0) {
            throw new IllegalArgumentException("the number of messages asked for is " + count + "; expected 0 or more");
        }
        synchronized (this) {
            responses.request(count);
        }
        signalClient();
    }

    @Override
    public void sendMessage(Q message) {
        Objects.requireNonNull(message, "message");
        checkSending();
        Object carried;
        int size;
        try {
            size = CallLimits.sizeOf(message, method.getRequestMarshaller(), method.getFullMethodName());
            carried = served == null || sameMessages
                    ? message : served.getMethodDescriptor().parseRequest(method.streamRequest(message));
        } catch (StatusRuntimeException refused) {
            end(refused.getStatus(), refused.getTrailers() == null ? new Metadata() : refused.getTrailers());
            return;
        }
        boolean full;
        synchronized (this) {
            if (endStatus != null) {
                return;
            }
            full = isFull(requests, size);
            if (!full) {
                requests.add(carried, size);
            }
        }
        if (full) {
            end(bufferFull("request"));
        } else if (!unary) {
            signalServer();
        }
    }

    @Override
    public void halfClose() {
        checkSending();
        synchronized (this) {
            halfClosed = true;
        }
        if (!unary) {
            signalServer();
            return;
        }
        serveHere();
        if (takeClientLane()) {
            Executor executor = options.getExecutor();
            if (executor == null) {
                run();
            } else {
                executeClient(executor);
            }
        }
    }

    private synchronized void checkSending() {
        if (client == null) {
            throw new IllegalStateException("Not started");
        }
        if (cancelCalled) {
            throw new IllegalStateException("call was cancelled");
        }
        if (halfClosed) {
            throw new IllegalStateException("call was half-closed");
        }
    }

    @Override
    public boolean isReady() {
        if (client == null) {
            throw new IllegalStateException("Not started");
        }
        synchronized (this) {
            return endStatus == null && !halfClosed && requests.sizeBytes() < READY_BYTES;
        }
    }

    @Override
    public void cancel(String message, Throwable cause) {
        synchronized (this) {
            if (cancelCalled) {
                return;
            }
            cancelCalled = true;
            if (client == null) {
                return;
            }
        }
        Throwable reason = message == null && cause == null
                ? new CancellationException("Cancelled without a message or cause") : cause;
        end(Status.CANCELLED.withDescription(message == null ? "Call cancelled without message" : message)
                .withCause(reason), new Metadata());
    }

    @Override
    public Attributes getAttributes() {
        return channel.attributes();
    }

    // Ends from outside -------------------------------------------------------------------------

    /** The deadline. */
    @Override
    public void run(Timeout expired) {
        synchronized (this) {
            if (unary && serverClosed) {
                return;
            }
        }
        end(deadlinePassed("while it ran"), new Metadata());
    }

    /** The caller's own call ended. */
    @Override
    public void cancelled(Context ended) {
        end(Contexts.statusFromCancelled(ended), new Metadata());
    }

    private void end(StatusRuntimeException status) {
        end(status.getStatus(), status.getTrailers());
    }

    private void end(Status status, Metadata trailers) {
        synchronized (this) {
            if (endedFromOutside || endTaken) {
                return;
            }
            endedFromOutside = true;
            endStatus = status;
            endTrailers = trailers;
            responses.clear();
            requests.clear();
            notifyAll();
        }
        if (context != null) {
            // First the context, so that a handler that is woken by its interrupt finds out why.
            context.cancel(status.getCode() == Status.Code.DEADLINE_EXCEEDED
                    ? new TimeoutException(status.getDescription())
                    : Status.CANCELLED.withDescription("RPC cancelled").withCause(status.getCause()).asRuntimeException());
            interruptHandler();
            signalServer();
        }
        signalClient();
    }

    /** Interrupts the handler where it still runs; not one that answered, nor one that cleans up already. */
    private synchronized void interruptHandler() {
        if (walker != null && walker != Thread.currentThread() && !serverClosed && !serverEnded) {
            interruptSent = true;
            walker.interrupt();
        }
    }

    private Status deadlinePassed(String when) {
        return Status.DEADLINE_EXCEEDED.withDescription("The deadline of " + method.getFullMethodName() + " passed "
                + when + "; its outcome is unknown. Repeat it with the same request_id to learn it.");
    }

    private StatusRuntimeException bufferFull(String direction) {
        return Failures.toStatus(Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED",
                "More than " + BUFFER_BYTES + " bytes of " + direction + " messages of " + method.getFullMethodName()
                        + " wait to be read. Send while the call is ready, and wait for it otherwise.",
                Map.of("limit", "buffered_bytes", "greatest", Integer.toString(BUFFER_BYTES))));
    }

    private static boolean isFull(Inbox<?> inbox, int size) {
        return !inbox.isEmpty() && inbox.sizeBytes() + size > BUFFER_BYTES;
    }

    private static Deadline earlier(Deadline a, Deadline b) {
        if (a == null) {
            return b;
        }
        return b == null || a.isBefore(b) ? a : b;
    }

    // The client's lane -------------------------------------------------------------------------

    private void signalClient() {
        if (takeClientLane()) {
            Executor executor = options.getExecutor();
            executeClient(executor == null ? channel.executor() : executor);
        }
    }

    private void executeClient(Executor executor) {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException stopped) {
            LOG.warn("The executor of a call to {} takes no more work; its end is delivered elsewhere",
                    method.getFullMethodName(), stopped);
            channel.executor().execute(this);
        }
    }

    /** Whether this thread is to walk the client's lane, or have it walked. */
    private synchronized boolean takeClientLane() {
        if (clientBusy || (walkerIsCaller && walker == Thread.currentThread()) || nextClientStep() == ClientStep.NONE) {
            return false;
        }
        clientBusy = true;
        return true;
    }

    private ClientStep nextClientStep() {
        if (endTaken) {
            return ClientStep.NONE;
        }
        if (endedFromOutside) {
            return ClientStep.CLOSE;
        }
        if (responseHeaders != null) {
            return ClientStep.HEADERS;
        }
        if (responses.isDue()) {
            return ClientStep.MESSAGE;
        }
        if (endStatus != null && responses.isEmpty()) {
            return ClientStep.CLOSE;
        }
        return clientReadyDue ? ClientStep.READY : ClientStep.NONE;
    }

    /** Walks the client's lane, in the context in which the call was made. */
    @Override
    public void run() {
        if (Context.current() == callerContext) {
            walkClient();
            return;
        }
        Context previous = callerContext.attach();
        try {
            walkClient();
        } finally {
            callerContext.detach(previous);
        }
    }

    private void walkClient() {
        for (;;) {
            ClientStep step;
            Object taken = null;
            boolean serverMayGoOn = false;
            synchronized (this) {
                step = nextClientStep();
                switch (step) {
                    case NONE -> {
                        clientBusy = false;
                        return;
                    }
                    case HEADERS -> {
                        taken = responseHeaders;
                        responseHeaders = null;
                    }
                    case MESSAGE -> {
                        boolean ready = responses.sizeBytes() < READY_BYTES;
                        taken = responses.take();
                        if (!ready && responses.sizeBytes() < READY_BYTES) {
                            serverReadyDue = true;
                            serverMayGoOn = true;
                        }
                        if (!unary) {
                            notifyAll();
                        }
                    }
                    case READY -> clientReadyDue = false;
                    case CLOSE -> endTaken = true;
                }
            }
            if (serverMayGoOn) {
                signalServer();
            }
            if (step == ClientStep.CLOSE) {
                close();
            } else {
                tell(step, taken);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void tell(ClientStep step, Object taken) {
        try {
            switch (step) {
                case HEADERS -> client.onHeaders((Metadata) taken);
                case MESSAGE -> client.onMessage(sameMessages
                        ? (R) taken : method.parseResponse(served.getMethodDescriptor().streamResponse(taken)));
                case READY -> client.onReady();
                case CLOSE, NONE -> throw new IllegalStateException("no callback for " + step);
            }
        } catch (Throwable thrown) {
            end(Status.CANCELLED.withDescription("The client's listener failed at " + step).withCause(thrown), new Metadata());
        }
    }

    private synchronized boolean isEnded() {
        return endedFromOutside;
    }

    /** The call needs to hear of its deadline and of its caller's end no more. */
    private void letGo() {
        if (timeout != null) {
            timeout.cancel();
        }
        callerContext.removeListener(this);
        if (context != null && serverNeverStarts()) {
            context.cancel(null);
        }
    }

    private synchronized boolean serverNeverStarts() {
        return endedFromOutside && !serverStarted;
    }

    private void close() {
        letGo();
        try {
            client.onClose(endStatus, endTrailers);
        } catch (Throwable thrown) {
            LOG.warn("The listener of a call to {} failed at its end", method.getFullMethodName(), DefectTrace.of(thrown));
        }
    }

    // The server's lane -------------------------------------------------------------------------

    private void signalServer() {
        synchronized (this) {
            if (serverBusy || context == null || nextServerStep() == ServerStep.NONE) {
                return;
            }
            serverBusy = true;
        }
        channel.executor().execute(this::serveApart);
    }

    private ServerStep nextServerStep() {
        if (serverEnded) {
            return ServerStep.NONE;
        }
        if (!serverStarted) {
            return endedFromOutside || (unary && !halfClosed) ? ServerStep.NONE : ServerStep.START;
        }
        if (serverClosed) {
            return ServerStep.COMPLETE;
        }
        if (endedFromOutside) {
            return ServerStep.CANCEL;
        }
        if (serverReadyDue) {
            return ServerStep.READY;
        }
        if (requests.isDue()) {
            return ServerStep.MESSAGE;
        }
        return halfClosed && !halfCloseTaken && requests.isEmpty() ? ServerStep.HALF_CLOSE : ServerStep.NONE;
    }

    /** Walks the server's lane on a virtual thread. */
    private void serveApart() {
        synchronized (this) {
            walker = Thread.currentThread();
        }
        Context previous = context.attach();
        try {
            walkServer();
        } finally {
            context.detach(previous);
        }
    }

    /** Walks the server's lane on the caller's thread, which carries nothing of the caller's inside. */
    private void serveHere() {
        Thread caller = Thread.currentThread();
        if (caller.isInterrupted()) {
            end(Status.CANCELLED.withDescription("Thread interrupted before the call"), new Metadata());
            return;
        }
        synchronized (this) {
            if (endStatus != null || context == null) {
                return;
            }
            serverBusy = true;
            walker = caller;
            walkerIsCaller = true;
        }
        List<Runnable> putBack = setThreadStateAside();
        Context previous = context.attach();
        boolean interrupted;
        try {
            interrupted = walkServer();
        } finally {
            context.detach(previous);
            // What the handler left behind goes, then the caller's own comes back.
            setThreadStateAside();
            for (int i = putBack.size() - 1; i >= 0; i--) {
                putBack.get(i).run();
            }
        }
        if (interrupted) {
            Thread.interrupted();
            DirectCall<?, ?> outer = SERVED.get(callerContext);
            if (outer != null && outer.hasInterrupted(caller)) {
                caller.interrupt();
            }
        }
    }

    private synchronized boolean hasInterrupted(Thread thread) {
        return walker == thread && interruptSent;
    }

    private List<Runnable> setThreadStateAside() {
        List<Runnable> putBack = List.of();
        List<CallerThreadState> states = channel.threadStates();
        for (int i = 0; i < states.size(); i++) {
            Runnable back = states.get(i).setAside();
            if (back != CallerThreadState.NOTHING) {
                if (putBack.isEmpty()) {
                    putBack = new ArrayList<>(states.size());
                }
                putBack.add(back);
            }
        }
        return putBack;
    }

    /**
     * Walks the server's lane until nothing is due.
     *
     * @return whether this thread was interrupted by the call's end
     */
    private boolean walkServer() {
        boolean interrupted = false;
        for (;;) {
            ServerStep step;
            Object message = null;
            boolean clientMayGoOn = false;
            synchronized (this) {
                step = nextServerStep();
                switch (step) {
                    case NONE -> {
                        serverBusy = false;
                        walker = null;
                        walkerIsCaller = false;
                        return interrupted | interruptSent;
                    }
                    case START -> serverStarted = true;
                    case READY -> serverReadyDue = false;
                    case MESSAGE -> {
                        boolean ready = requests.sizeBytes() < READY_BYTES;
                        message = requests.take();
                        clientMayGoOn = !ready && requests.sizeBytes() < READY_BYTES;
                        clientReadyDue |= clientMayGoOn;
                    }
                    case HALF_CLOSE -> halfCloseTaken = true;
                    case COMPLETE -> serverEnded = true;
                    case CANCEL -> {
                        serverEnded = true;
                        if (interruptSent) {
                            // What follows is clean-up, which must not trip over the interrupt.
                            Thread.interrupted();
                            interrupted = true;
                        }
                    }
                }
            }
            if (clientMayGoOn) {
                signalClient();
            }
            tell(step, message);
        }
    }

    private void tell(ServerStep step, Object message) {
        try {
            switch (step) {
                case START -> {
                    ServerCallHandler<Object, Object> handler = served.getServerCallHandler();
                    server = Objects.requireNonNull(handler.startCall(new Served(), requestHeaders),
                            "a handler answered no listener");
                }
                case READY -> server.onReady();
                case MESSAGE -> server.onMessage(message);
                case HALF_CLOSE -> server.onHalfClose();
                case COMPLETE -> {
                    if (server != null) {
                        server.onComplete();
                    }
                    context.cancel(null);
                }
                case CANCEL -> {
                    if (server != null) {
                        server.onCancel();
                    }
                }
                case NONE -> throw new IllegalStateException("no callback for " + step);
            }
        } catch (Throwable thrown) {
            failed(step, thrown);
        }
    }

    /** A handler threw, and no interceptor made an answer of it: the network's answer is UNKNOWN. */
    private void failed(ServerStep step, Throwable thrown) {
        LOG.error("The handler of {} failed at {}", method.getFullMethodName(), step, DefectTrace.of(thrown));
        Status status = switch (thrown) {
            case StatusRuntimeException e when step == ServerStep.START -> e.getStatus();
            case StatusException e when step == ServerStep.START -> e.getStatus();
            default -> Status.UNKNOWN.withDescription("Application error processing RPC");
        };
        synchronized (this) {
            if (endStatus == null) {
                serverClosed = true;
                endStatus = status;
                endTrailers = new Metadata();
            }
        }
        if (step == ServerStep.COMPLETE) {
            context.cancel(null);
        }
        signalClient();
    }

    /** The server's end of the call. */
    private final class Served extends ServerCall<Object, Object> {
        private boolean headersSent;
        private boolean messageSent;
        private boolean closeCalled;

        @Override
        public void request(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("the number of messages asked for is " + count + "; expected 0 or more");
            }
            synchronized (DirectCall.this) {
                requests.request(count);
            }
            signalServer();
        }

        @Override
        public void sendHeaders(Metadata headers) {
            check(!headersSent, "sendHeaders has already been called");
            check(!closeCalled, "call is closed");
            headersSent = true;
            Metadata received;
            try {
                received = CallLimits.received(headers, method.getFullMethodName());
            } catch (StatusRuntimeException refused) {
                end(refused);
                return;
            }
            synchronized (DirectCall.this) {
                if (endStatus != null) {
                    return;
                }
                responseHeaders = received;
            }
            signalClient();
        }

        @Override
        public void sendMessage(Object message) {
            Objects.requireNonNull(message, "message");
            check(headersSent, "sendHeaders has not been called");
            check(!closeCalled, "call is closed");
            if (messageSent && method.getType().serverSendsOneMessage()) {
                end(Status.INTERNAL.withDescription("Too many responses"), new Metadata());
                return;
            }
            messageSent = true;
            try {
                int size = CallLimits.sizeOf(message, served.getMethodDescriptor().getResponseMarshaller(), method.getFullMethodName());
                if (!deliver(message, size)) {
                    end(bufferFull("response"));
                    return;
                }
            } catch (StatusRuntimeException refused) {
                end(refused);
                return;
            }
            signalClient();
        }

        /**
         * Puts a message on its way. A handler that streams faster than its reader reads is held up
         * here, on its own virtual thread. A thread that is not the handler's is never held up, since
         * it may serve others.
         *
         * @return false if there is no room and this thread must not wait
         */
        private boolean deliver(Object message, int size) {
            synchronized (DirectCall.this) {
                while (endStatus == null && isFull(responses, size)) {
                    if (walker != Thread.currentThread() || walkerIsCaller) {
                        return false;
                    }
                    try {
                        DirectCall.this.wait();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        if (endStatus == null) {
                            return false;
                        }
                    }
                }
                if (endStatus == null) {
                    responses.add(message, size);
                }
                return true;
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            check(!closeCalled, "call already closed");
            closeCalled = true;
            if (status.isOk() && !messageSent && method.getType().serverSendsOneMessage()) {
                end(Status.INTERNAL.withDescription("Completed without a response"), new Metadata());
                return;
            }
            Status received = status.getCause() == null ? status : status.withCause(null);
            Metadata receivedTrailers;
            try {
                receivedTrailers = CallLimits.received(trailers, method.getFullMethodName());
            } catch (StatusRuntimeException refused) {
                received = refused.getStatus();
                receivedTrailers = refused.getTrailers() == null ? new Metadata() : refused.getTrailers();
            }
            synchronized (DirectCall.this) {
                if (endStatus == null) {
                    serverClosed = true;
                    endStatus = received;
                    endTrailers = receivedTrailers;
                }
            }
            signalServer();
            signalClient();
        }

        @Override
        public boolean isReady() {
            if (closeCalled) {
                return false;
            }
            synchronized (DirectCall.this) {
                return endStatus == null && responses.sizeBytes() < READY_BYTES;
            }
        }

        @Override
        public boolean isCancelled() {
            synchronized (DirectCall.this) {
                return endedFromOutside;
            }
        }

        @Override
        public void setCompression(String compressor) {
            check(!headersSent, "sendHeaders has been called");
        }

        @Override
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            return served.getMethodDescriptor();
        }

        @Override
        public Attributes getAttributes() {
            return channel.attributes();
        }

        @Override
        public String getAuthority() {
            return channel.authority();
        }

        private static void check(boolean lawful, String otherwise) {
            if (!lawful) {
                throw new IllegalStateException(otherwise);
            }
        }
    }
}
