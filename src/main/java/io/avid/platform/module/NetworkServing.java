package io.avid.platform.module;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What a handler that is served over a network lacks beside one that is called inside the process:
 * answers over the limit are refused with the same reason, and at the call's end from outside (its
 * deadline, a cancel) the handler's thread is interrupted in the same way.
 */
final class NetworkServing {
    private NetworkServing() {}

    static <Q, R> ServerCallHandler<Q, R> likeDirect(MethodContract contract, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            var walk = new Walk();
            Context context = Context.current();
            context.addListener(walk, Runnable::run);
            var limited = new LimitedCall<>(call, contract.name());
            walk.enter();
            try {
                return new WalkedListener<>(next.startCall(limited, headers), walk, context);
            } finally {
                walk.leave();
            }
        };
    }

    /** Which thread is inside the handler, and whether it was interrupted; see {@link DirectCall}. */
    private static final class Walk implements Context.CancellationListener {
        private Thread walker;
        private boolean interruptSent;

        synchronized void enter() {
            walker = Thread.currentThread();
        }

        synchronized void leave() {
            walker = null;
            if (interruptSent) {
                interruptSent = false;
                Thread.interrupted();
            }
        }

        @Override
        public synchronized void cancelled(Context context) {
            if (context.cancellationCause() != null && walker != null && walker != Thread.currentThread()) {
                interruptSent = true;
                walker.interrupt();
            }
        }
    }

    private static final class WalkedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Walk walk;
        private final Context context;

        WalkedListener(ServerCall.Listener<Q> listener, Walk walk, Context context) {
            super(listener);
            this.walk = walk;
            this.context = context;
        }

        @Override
        public void onMessage(Q message) {
            walk.enter();
            try {
                super.onMessage(message);
            } finally {
                walk.leave();
            }
        }

        @Override
        public void onHalfClose() {
            walk.enter();
            try {
                super.onHalfClose();
            } finally {
                walk.leave();
            }
        }

        @Override
        public void onReady() {
            walk.enter();
            try {
                super.onReady();
            } finally {
                walk.leave();
            }
        }

        @Override
        public void onCancel() {
            context.removeListener(walk);
            super.onCancel();
        }

        @Override
        public void onComplete() {
            context.removeListener(walk);
            super.onComplete();
        }
    }

    private static final class LimitedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final String method;
        private volatile boolean refused;

        LimitedCall(ServerCall<Q, R> call, String method) {
            super(call);
            this.method = method;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            if (!refused && fits(() -> CallLimits.checkHeaders(headers, method))) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public void sendMessage(R message) {
            if (!refused && fits(() -> CallLimits.sizeOf(message, getMethodDescriptor().getResponseMarshaller(), method))) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!refused && fits(() -> CallLimits.checkHeaders(trailers, method))) {
                super.close(status, trailers);
            }
        }

        private boolean fits(Runnable check) {
            try {
                check.run();
                return true;
            } catch (StatusRuntimeException tooBig) {
                refused = true;
                super.close(tooBig.getStatus(), tooBig.getTrailers());
                return false;
            }
        }
    }
}
