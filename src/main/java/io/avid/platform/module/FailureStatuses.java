package io.avid.platform.module;

import io.avid.platform.error.DefectTrace;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of whatever a handler throws, or answers against the rules, a status that says what Avid's
 * statuses say: each with a reason in the domain "avid".
 *
 * <p>A {@link Failure} keeps its meaning. What a call to another module failed with is passed on. An
 * exception that nobody expected is a defect: INTERNAL, with an incident by which it is found in the
 * log, and without its message, which may quote what a customer typed. The same goes for a handler
 * that answers twice or not at all.
 */
final class FailureStatuses {
    private static final Logger LOG = LoggerFactory.getLogger(FailureStatuses.class);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final int INCIDENT_BYTES = 8;

    private FailureStatuses() {}

    static <Q, R> ServerCallHandler<Q, R> mapped(MethodContract contract, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            var guarded = new GuardedCall<>(call, contract.name());
            ServerCall.Listener<Q> listener;
            try {
                listener = next.startCall(guarded, headers);
            } catch (Throwable thrown) {
                guarded.fail(thrown);
                return new ServerCall.Listener<>() {};
            }
            return new GuardedListener<>(listener, guarded);
        };
    }

    /** The status of an exception that left a handler. */
    static StatusRuntimeException statusOf(Throwable thrown, String method) {
        return switch (thrown) {
            case Failure failure -> {
                if (failure.kind() == FailureKind.INTERNAL) {
                    LOG.error("{} failed: {}", method, failure.reason(), DefectTrace.of(thrown));
                }
                yield Failures.toStatus(failure);
            }
            case StatusRuntimeException e -> statusOf(e.getStatus(), e.getTrailers(), method);
            case StatusException e -> statusOf(e.getStatus(), e.getTrailers(), method);
            default -> causedByInterrupt(thrown) ? interrupted(thrown) : defect(thrown, method);
        };
    }

    private static StatusRuntimeException statusOf(Status status, Metadata trailers, String method) {
        Metadata details = trailers == null ? new Metadata() : trailers;
        if (details.containsKey(DETAILS)) {
            return Failures.toStatus(Failures.from(status, details));
        }
        return switch (status.getCode()) {
            case UNKNOWN, INTERNAL, DATA_LOSS, OK -> status.getCause() == null
                    ? defect(status.asRuntimeException(details), method) : statusOf(status.getCause(), method);
            case CANCELLED -> status.withCause(null).asRuntimeException();
            default -> Failures.toStatus(Failures.from(status, details));
        };
    }

    private static StatusRuntimeException defect(Throwable thrown, String method) {
        byte[] id = new byte[INCIDENT_BYTES];
        ThreadLocalRandom.current().nextBytes(id);
        String incident = HexFormat.of().formatHex(id);
        LOG.error("Incident {} in {}", incident, method, DefectTrace.of(thrown));
        LOG.debug("Incident {} with its message", incident, thrown);
        return Failures.toStatus(Failure.of(FailureKind.INTERNAL, "INTERNAL_DEFECT",
                "Something went wrong inside Avid. Repeat the call with the same request_id; if it fails again, report"
                        + " incident " + incident + ".", Map.of("incident", incident)));
    }

    private static StatusRuntimeException interrupted(Throwable thrown) {
        // The interrupt is handed on to whoever owns the thread; the channel clears it if it was its own.
        Thread.currentThread().interrupt();
        return Status.CANCELLED.withDescription("The handler was interrupted").withCause(thrown).asRuntimeException();
    }

    private static boolean causedByInterrupt(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof InterruptedException || cause instanceof java.nio.channels.ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    /** Closes once, by the rules, with a status that has a reason. */
    private static final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final String method;
        private volatile boolean answered;
        private volatile boolean closed;

        GuardedCall(ServerCall<Q, R> call, String method) {
            super(call);
            this.method = method;
        }

        @Override
        public void sendMessage(R message) {
            if (getMethodDescriptor().getType().serverSendsOneMessage()) {
                if (answered) {
                    fail(new IllegalStateException(method + " answered more than once"));
                    return;
                }
                answered = true;
            }
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (closed) {
                if (status.isOk() || status.getCode() == Status.Code.CANCELLED) {
                    return;
                }
                LOG.warn("{} failed after its end: {}", method, status.getCode());
                return;
            }
            if (status.isOk() && !answered && getMethodDescriptor().getType().serverSendsOneMessage()) {
                fail(new IllegalStateException(method + " ended without an answer"));
                return;
            }
            closed = true;
            if (status.isOk()) {
                super.close(status, trailers);
                return;
            }
            StatusRuntimeException reasoned = statusOf(status, trailers, method);
            super.close(reasoned.getStatus(), reasoned.getTrailers() == null ? new Metadata() : reasoned.getTrailers());
        }

        /** Ends the call for an exception; after its end the exception is only logged. */
        void fail(Throwable thrown) {
            if (closed) {
                LOG.warn("{} failed after its end", method, DefectTrace.of(thrown));
                return;
            }
            closed = true;
            StatusRuntimeException reasoned = statusOf(thrown, method);
            super.close(reasoned.getStatus(), reasoned.getTrailers() == null ? new Metadata() : reasoned.getTrailers());
        }

        boolean isClosed() {
            return closed;
        }
    }

    private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final GuardedCall<Q, ?> call;

        GuardedListener(ServerCall.Listener<Q> listener, GuardedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (!call.isClosed()) {
                guard(() -> super.onMessage(message));
            }
        }

        @Override
        public void onHalfClose() {
            if (!call.isClosed()) {
                guard(super::onHalfClose);
            }
        }

        @Override
        public void onReady() {
            if (!call.isClosed()) {
                guard(super::onReady);
            }
        }

        @Override
        public void onCancel() {
            guard(super::onCancel);
        }

        @Override
        public void onComplete() {
            guard(super::onComplete);
        }

        private void guard(Runnable callback) {
            try {
                callback.run();
            } catch (Throwable thrown) {
                call.fail(thrown);
            }
        }
    }
}
