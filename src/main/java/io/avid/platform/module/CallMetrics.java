package io.avid.platform.module;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Time of each call as the serving module sees it: timer {@code avid.module.call} by module, method
 * and gRPC code. Timers are looked up once per method and code, not per call.
 */
final class CallMetrics {
    private static final Status.Code[] CODES = Status.Code.values();

    private final MeterRegistry registry;
    private final MethodContract contract;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(CODES.length);

    private CallMetrics(MeterRegistry registry, MethodContract contract) {
        this.registry = registry;
        this.contract = contract;
    }

    static <Q, R> ServerCallHandler<Q, R> measured(MeterRegistry registry, MethodContract contract,
            ServerCallHandler<Q, R> next) {
        var metrics = new CallMetrics(registry, contract);
        return (call, headers) -> {
            var measured = new MeasuredCall<>(call, metrics, System.nanoTime());
            return new MeasuredListener<>(next.startCall(measured, headers), measured);
        };
    }

    private void record(Status.Code code, long startNanos) {
        timer(code).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Status.Code code) {
        Timer timer = timers.get(code.value());
        if (timer == null) {
            timer = Timer.builder("avid.module.call")
                    .description("Calls to a module, as it serves them")
                    .tag("module", contract.module())
                    .tag("method", contract.name())
                    .tag("code", code.name())
                    .register(registry);
            timers.set(code.value(), timer);
        }
        return timer;
    }

    private static final class MeasuredCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final CallMetrics metrics;
        private final long startNanos;
        private volatile boolean recorded;

        MeasuredCall(ServerCall<Q, R> call, CallMetrics metrics, long startNanos) {
            super(call);
            this.metrics = metrics;
            this.startNanos = startNanos;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            recordOnce(status.getCode());
            super.close(status, trailers);
        }

        void recordOnce(Status.Code code) {
            if (!recorded) {
                recorded = true;
                metrics.record(code, startNanos);
            }
        }
    }

    private static final class MeasuredListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final MeasuredCall<Q, ?> call;

        MeasuredListener(ServerCall.Listener<Q> listener, MeasuredCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onCancel() {
            call.recordOnce(Status.Code.CANCELLED);
            super.onCancel();
        }
    }
}
