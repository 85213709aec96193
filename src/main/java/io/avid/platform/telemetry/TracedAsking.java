package io.avid.platform.telemetry;

import io.avid.platform.telemetry.Tracing.Recording;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;

/**
 * The asking side of a call between modules. A call that is not recorded passes untouched; a recorded
 * one tells its span in a header, inside the process as over a network.
 */
public final class TracedAsking implements ClientInterceptor {
    static final Metadata.Key<String> TRACEPARENT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private final Tracing tracing;

    public TracedAsking(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        Optional<Trace> trace = Trace.of(Context.current());
        if (trace.isEmpty() || !trace.get().sampled()) {
            return next.newCall(method, options);
        }
        Recording recording = tracing.begin(SpanKind.CLIENT, method.getFullMethodName(), trace.get());
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.put(TRACEPARENT, recording.trace().traceparent());
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        recording.end(status.getCode());
                        super.onClose(status, trailers);
                    }
                }, headers);
            }
        };
    }
}
