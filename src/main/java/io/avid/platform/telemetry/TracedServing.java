package io.avid.platform.telemetry;

import io.avid.platform.telemetry.Tracing.Recording;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;

/** The serving side: what the handler does belongs to its own span, child of the asking side's. */
public final class TracedServing implements ServerInterceptor {
    private final Tracing tracing;

    public TracedServing(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<Trace> trace = Trace.of(Context.current());
        if (trace.isEmpty() || !trace.get().sampled()) {
            return next.startCall(call, headers);
        }
        Trace asking = Optional.ofNullable(headers.get(TracedAsking.TRACEPARENT)).flatMap(Trace::parse).orElse(trace.get());
        Recording recording = tracing.begin(SpanKind.SERVER, call.getMethodDescriptor().getFullMethodName(), asking);
        ServerCall<Q, A> ending = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                recording.end(status.getCode());
                super.close(status, trailers);
            }
        };
        return Contexts.interceptCall(Trace.in(Context.current(), recording.trace()), ending, headers, next);
    }
}
