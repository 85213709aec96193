package io.avid.platform.edge;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.telemetry.Trace;
import io.avid.platform.telemetry.Tracing.Recording;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Begins a call that {@link CallEntry} let in, in a context that holds its caller and its trace and
 * nothing else, or ends it with the reason why it was not let in. Calls under way are counted, so that
 * more than the process can do are refused at once instead of waiting in memory.
 */
final class CallStart implements ServerInterceptor {
    private final Door door;
    private final Semaphore calls;

    CallStart(Door door, Semaphore calls) {
        this.door = door;
        this.calls = calls;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        CallEntry.Arrived arrived = CallEntry.arrived();
        if (arrived.refusal().isPresent()) {
            return refused(call, arrived.refusal().get(), arrived.recording());
        }
        if (!calls.tryAcquire()) {
            return refused(call, EdgeFailures.tooMany(), arrived.recording());
        }
        ServiceRequestContext request = ServiceRequestContext.current();
        CancellableContext context = door.context(
                Trace.in(CurrentPrincipal.in(Context.ROOT, arrived.caller().orElseThrow()), arrived.recording().trace()),
                arrived.deadlineMillis(), request.blockingTaskExecutor());
        // Armeria tells a call's listener of a cancel in turn, after a handler that is still at work; its context hears of it at once.
        request.whenRequestCancelled().thenRunAsync(() -> context.cancel(Status.CANCELLED.asRuntimeException()), request.blockingTaskExecutor());
        Counted<Q, A> counted = new Counted<>(call, calls, arrived.recording(), context);
        try {
            return counted.listener(Contexts.interceptCall(context, counted, door.headers(headers), next));
        } catch (RuntimeException | Error failure) {
            counted.end(Status.Code.INTERNAL);
            throw failure;
        }
    }

    private static <Q, A> Listener<Q> refused(ServerCall<Q, A> call, Failure refusal, Recording recording) {
        StatusRuntimeException status = Failures.toStatus(refusal);
        recording.end(status.getStatus().getCode());
        call.close(status.getStatus(), status.getTrailers() == null ? new Metadata() : status.getTrailers());
        return new Listener<>() {};
    }

    /** A call that gives back its place once, however it ends. */
    private static final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Semaphore calls;
        private final Recording recording;
        private final CancellableContext context;
        private final AtomicBoolean ended = new AtomicBoolean();

        Counted(ServerCall<Q, A> call, Semaphore calls, Recording recording, CancellableContext context) {
            super(call);
            this.calls = calls;
            this.recording = recording;
            this.context = context;
        }

        void end(Status.Code code) {
            if (ended.compareAndSet(false, true)) {
                calls.release();
                recording.end(code);
                context.cancel(code == Status.Code.CANCELLED ? Status.CANCELLED.asRuntimeException() : null);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            end(status.getCode());
            super.close(status, trailers);
        }

        Listener<Q> listener(Listener<Q> delegate) {
            return new SimpleForwardingServerCallListener<>(delegate) {
                @Override
                public void onCancel() {
                    try {
                        end(Status.Code.CANCELLED);
                    } finally {
                        super.onCancel();
                    }
                }

                @Override
                public void onComplete() {
                    try {
                        super.onComplete();
                    } finally {
                        end(Status.Code.OK);
                    }
                }
            };
        }
    }
}
