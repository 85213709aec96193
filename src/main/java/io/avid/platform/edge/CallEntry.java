package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.avid.platform.security.Caller;
import io.avid.platform.telemetry.Trace;
import io.avid.platform.telemetry.Tracing;
import io.avid.platform.telemetry.Tracing.Recording;
import io.grpc.ServerMethodDefinition;
import io.netty.util.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How a call comes in, whatever it speaks: its trace, deadline and caller are known before a byte of
 * its body is looked at.
 *
 * <p>As a decorator it stands before gRPC, gRPC-web and REST alike. A token seen a moment ago is
 * accepted where the request arrived; any other is verified on a thread that may wait, since that may
 * ask the issuer for keys. REST without a good token is answered here; gRPC in {@link CallStart},
 * where a call can be ended in each of gRPC's formats.
 */
final class CallEntry extends SimpleDecoratingHttpService {
    private static final AttributeKey<Arrived> ARRIVED = AttributeKey.valueOf(CallEntry.class, "ARRIVED");
    private static final AttributeKey<Trace> TRACE = AttributeKey.valueOf(CallEntry.class, "TRACE");
    private static final String TRACEPARENT = "traceparent";
    private static final String BEARER = "Bearer ";

    /** A call that may go on, or why it may not. */
    record Arrived(Optional<Caller> caller, Optional<Failure> refusal, long deadlineMillis, Recording recording) {}

    private final Door door;
    private final Tracing tracing;
    private final EdgeProperties settings;

    private CallEntry(HttpService delegate, Door door, Tracing tracing, EdgeProperties settings) {
        super(delegate);
        this.door = door;
        this.tracing = tracing;
        this.settings = settings;
    }

    static CallEntry before(HttpService delegate, Door door, Tracing tracing, EdgeProperties settings) {
        return new CallEntry(delegate, door, tracing, settings);
    }

    /** The trace of a request, where it came this far. */
    static Optional<Trace> trace(ServiceRequestContext context) {
        return Optional.ofNullable(context.attr(TRACE));
    }

    /** What this decorator learnt of the call that is being served. */
    static Arrived arrived() {
        return ServiceRequestContext.current().attr(ARRIVED);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        ServerMethodDefinition<?, ?> method = unwrap().as(GrpcService.class).methodDefinition(context);
        Trace trace = door.trace(tracing, Optional.ofNullable(request.headers().get(TRACEPARENT)));
        Recording recording = tracing.begin(SpanKind.SERVER, method == null ? "unknown" : method.getMethodDescriptor().getFullMethodName(), trace);
        context.setAttr(TRACE, recording.trace());
        long millis;
        try {
            millis = CallDeadline.millis(request.headers().get("grpc-timeout"), settings);
        } catch (Failure refusal) {
            return serve(context, request, method, new Arrived(Optional.empty(), Optional.of(refusal), settings.defaultDeadlineMillis(), recording));
        }
        context.setRequestTimeoutMillis(TimeoutMode.SET_FROM_START, millis + CallDeadline.GRACE_MILLIS);
        Optional<String> token = token(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (token.isEmpty()) {
            return serve(context, request, method, new Arrived(Optional.empty(), Optional.of(door.missing()), millis, recording));
        }
        Optional<Caller> known = door.remembered(token.get());
        if (known.isPresent()) {
            return serve(context, request, method, new Arrived(known, Optional.empty(), millis, recording));
        }
        String service = method == null ? "" : method.getMethodDescriptor().getServiceName();
        return HttpResponse.of(CompletableFuture.supplyAsync(() -> verified(token.get(), service, millis, recording), context.blockingTaskExecutor())
                .thenApplyAsync(arrived -> {
                    try {
                        return serve(context, request, method, arrived);
                    } catch (Exception failure) {
                        return HttpResponse.ofFailure(failure);
                    }
                }, context.eventLoop()));
    }

    private Arrived verified(String token, String service, long millis, Recording recording) {
        try {
            return new Arrived(Optional.of(door.verified(token, service)), Optional.empty(), millis, recording);
        } catch (Failure refusal) {
            return new Arrived(Optional.empty(), Optional.of(refusal), millis, recording);
        }
    }

    private HttpResponse serve(ServiceRequestContext context, HttpRequest request, ServerMethodDefinition<?, ?> method, Arrived arrived)
            throws Exception {
        context.setAttr(ARRIVED, arrived);
        if (!GrpcTrailersOnly.wantedBy(request.headers())) {
            Optional<Failure> refusal = arrived.refusal().or(() -> method == null ? Optional.empty() : door.objection(context, method));
            if (refusal.isPresent()) {
                arrived.recording().end(Failures.codeOf(refusal.get().kind()));
                return EdgeFailures.afterTheBody(context, ProblemDetail.of(refusal.get(), context.path(), trace(context)));
            }
        }
        return unwrap().serve(context, request);
    }

    private static Optional<String> token(String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String token = header.substring(BEARER.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
