package io.avid.platform.telemetry;

import io.grpc.Context;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Records what a request did across modules, events and processes.
 *
 * <p>Whether a request is recorded is decided once, where it enters, and travels in its {@link Trace}.
 * One that is not recorded costs a look at a flag: no span is made, nothing is allocated. Span names
 * are names of RPCs, events and steps, and attributes are codes, never data of a request.
 */
public final class Tracing implements AutoCloseable {
    private final Optional<SdkTracerProvider> provider;
    private final Tracer tracer;
    private final double ratio;

    private Tracing(Optional<SdkTracerProvider> provider, double ratio) {
        this.provider = provider;
        this.tracer = provider.map(made -> made.get("io.avid")).orElse(null);
        this.ratio = ratio;
    }

    /** Tracing as the settings say: recording where there is an endpoint. */
    public static Tracing of(TracingProperties settings) {
        return settings.endpoint()
                .map(endpoint -> recording(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build()).build(),
                        settings.ratio()))
                .orElseGet(Tracing::off);
    }

    /** Tracing that records nothing; calls still have trace ids. */
    public static Tracing off() {
        return new Tracing(Optional.empty(), 0);
    }

    static Tracing recording(SpanProcessor processor, double ratio) {
        return new Tracing(Optional.of(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder().put("service.name", "avid").build())
                .addSpanProcessor(processor)
                .build()), ratio);
    }

    /** The trace of a request from outside: it keeps the caller's trace id and decides about recording anew. */
    public Trace enter(Optional<String> traceparent) {
        boolean sampled = tracer != null && ThreadLocalRandom.current().nextDouble() < ratio;
        return traceparent.flatMap(Trace::parse).map(trace -> trace.decided(sampled)).orElseGet(() -> Trace.begin(sampled));
    }

    /** The trace of a call from another process of ours: recorded where the caller records. */
    public Trace join(Optional<String> traceparent) {
        return traceparent.flatMap(Trace::parse).orElseGet(() -> Trace.begin(false));
    }

    /**
     * Begins a span where the trace is recorded; it must be ended.
     *
     * @param kind what it is in the call
     * @param name an RPC's full name, an event's type, a process's step
     * @param parent the trace that it is part of
     */
    public Recording begin(SpanKind kind, String name, Trace parent) {
        if (tracer == null || !parent.sampled()) {
            return new Recording(parent, null);
        }
        Span span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(io.opentelemetry.context.Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(
                        parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault()))))
                .startSpan();
        SpanContext made = span.getSpanContext();
        Trace trace = Trace.parse("00-" + made.getTraceId() + '-' + made.getSpanId() + "-01").orElseThrow();
        return new Recording(trace, span);
    }

    /**
     * Does what an event or a process's step stored its traceparent for, as part of that trace.
     *
     * @param traceparent what was stored; where it is empty, a trace of its own begins
     * @throws Exception what the work throws
     */
    public <T> T resume(String traceparent, String name, Callable<T> work) throws Exception {
        Recording recording = begin(SpanKind.CONSUMER, name, traceparent.isEmpty() ? enter(Optional.empty()) : join(Optional.of(traceparent)));
        try {
            T result = Trace.in(Context.current(), recording.trace()).call(work);
            recording.end(Status.Code.OK);
            return result;
        } catch (Exception | Error failure) {
            recording.end(Status.fromThrowable(failure).getCode());
            throw failure;
        }
    }

    /** Sends what is recorded and stops. */
    @Override
    public void close() {
        provider.ifPresent(SdkTracerProvider::close);
    }

    /** A span under way, or the trace alone where nothing is recorded. */
    public static final class Recording {
        private final Trace trace;
        private final Span span;

        private Recording(Trace trace, Span span) {
            this.trace = trace;
            this.span = span;
        }

        /** What is handed on to everything within this span. */
        public Trace trace() {
            return trace;
        }

        /** Ends it with the call's status; a failure's message is not recorded, it may name things. */
        public void end(Status.Code code) {
            if (span == null) {
                return;
            }
            if (code != Status.Code.OK) {
                span.setAttribute("rpc.grpc.status_code", code.value());
                span.setStatus(StatusCode.ERROR, code.name());
            }
            span.end();
        }
    }
}
