package io.avid.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.DefectTrace;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<SpanData> recorded = new CopyOnWriteArrayList<>();

    @Test
    void aTraceparentIsReadAndWrittenAsW3cSays() {
        assertThat(Trace.parse(PARENT).orElseThrow().traceparent()).isEqualTo(PARENT);
        assertThat(Trace.parse(PARENT).orElseThrow().traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        for (String wrong : new String[] {"", "00", PARENT + "0", PARENT.replace("00-4", "01-4"), PARENT.replace('4', 'g'),
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"}) {
            assertThat(Trace.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void aStrangersFlagMakesUsRecordNothingAndItsIdIsKept() {
        try (Tracing never = tracing(0)) {
            Trace trace = never.enter(Optional.of(PARENT));
            assertThat(trace.sampled()).isFalse();
            assertThat(trace.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            never.begin(SpanKind.SERVER, "x", trace).end(Status.Code.OK);
            assertThat(recorded).isEmpty();
        }
    }

    @Test
    void offItRecordsNothingAndCallsStillHaveAnId() {
        Trace trace = Tracing.off().enter(Optional.empty());
        assertThat(trace.sampled()).isFalse();
        assertThat(trace.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(Tracing.off().enter(Optional.empty()).traceId());
    }

    @Test
    void askingAndServingSideAreSpansOfOneTraceAndAFailureIsMarked() {
        try (Tracing always = tracing(1)) {
            Trace entry = always.enter(Optional.empty());
            Tracing.Recording outer = always.begin(SpanKind.SERVER, "edge", entry);
            Tracing.Recording inner = always.begin(SpanKind.CLIENT, "module", outer.trace());
            inner.end(Status.Code.NOT_FOUND);
            outer.end(Status.Code.OK);
            assertThat(recorded).hasSize(2).allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(entry.traceId()));
            assertThat(recorded.getFirst().getParentSpanId()).isEqualTo(recorded.getLast().getSpanId());
            assertThat(recorded.getFirst().getStatus().getDescription()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void anEventOrAStepContinuesTheTraceThatItWasStoredWith() throws Exception {
        try (Tracing always = tracing(1)) {
            String seen = always.resume(PARENT, "avid.customer.v1.CustomerCreated", () -> Trace.current().orElseThrow().traceId());
            assertThat(seen).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(recorded.getFirst().getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThatThrownBy(() -> always.resume("", "step", () -> {
                throw new IllegalStateException("Ada Lovelace");
            })).isInstanceOf(IllegalStateException.class);
            assertThat(recorded.getLast().toString()).doesNotContain("Lovelace");
            assertThat(Trace.current()).isEmpty();
        }
    }

    @Test
    void theTraceGoesWithACallInTheProcessAndInAHeaderOverTheNetwork() {
        CarriedTrace carried = new CarriedTrace();
        Context caller = Trace.in(Context.ROOT, Trace.parse(PARENT).orElseThrow());
        assertThat(Trace.of(carried.carry(Context.ROOT, caller)).orElseThrow().traceparent()).isEqualTo(PARENT);
        assertThat(Trace.of(carried.carry(Context.ROOT, Context.ROOT))).isEmpty();
        Metadata headers = new Metadata();
        carried.send(caller, headers);
        assertThat(headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER))).isEqualTo(PARENT);
    }

    @Test
    void aDefectIsLoggedWithItsPlaceAndWithoutItsMessage() {
        var defect = new IllegalStateException("Ada Lovelace", new NumberFormatException("For input string: \"ada@example.com\""));
        var log = new java.io.StringWriter();
        DefectTrace.of(defect).printStackTrace(new java.io.PrintWriter(log));
        assertThat(log.toString()).contains("IllegalStateException", "NumberFormatException", "TracingTest").doesNotContain("Lovelace", "ada@");
    }

    private Tracing tracing(double ratio) {
        return Tracing.recording(SimpleSpanProcessor.create(new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                recorded.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        }), ratio);
    }
}
