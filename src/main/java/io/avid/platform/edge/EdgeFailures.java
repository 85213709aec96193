package io.avid.platform.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.avid.platform.error.DefectTrace;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.module.CallLimits;
import io.avid.platform.telemetry.Trace;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever goes wrong at the edge becomes a {@link Failure}, and a failure becomes what the caller
 * speaks: gRPC's status, or a problem detail.
 */
final class EdgeFailures implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeFailures.class);

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /** Armeria's gRPC asks this when an exception ends a call: one of its own, or of the forwarding. */
    static Status status(RequestContext context, Status status, Throwable cause, Metadata trailers) {
        if (status.getCode() == Status.Code.CANCELLED && cause instanceof StatusRuntimeException
                || cause instanceof ClosedSessionException || cause instanceof ClosedStreamException) {
            return Status.CANCELLED;
        }
        if (trailers.containsKey(DETAILS)) {
            return status.withCause(null);
        }
        Failure failure = cause.getCause() instanceof InvalidProtocolBufferException unreadable ? failure(unreadable, context.path())
                : status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.OK || cause instanceof Failure
                ? failure(cause, context.method() + " " + context.path())
                : limit(status).orElseGet(() -> Failures.from(status, new Metadata()));
        StatusRuntimeException answer = Failures.toStatus(failure);
        Metadata details = answer.getTrailers();
        if (details != null) {
            trailers.merge(details);
        }
        return answer.getStatus();
    }

    private static Optional<Failure> limit(Status status) {
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED ? Optional.of(tooLarge()) : Optional.empty();
    }

    /** REST's answer for the status that an RPC ended with. */
    static HttpResponse problem(ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
        Metadata trailers = new Metadata();
        String details = response.trailers().get("grpc-status-details-bin", response.headers().get("grpc-status-details-bin", ""));
        if (!details.isEmpty()) {
            trailers.put(DETAILS, Base64.getDecoder().decode(details));
        }
        Status decoded = status.getDescription() == null ? status : status.withDescription(GrpcTrailersOnly.percentDecoded(status.getDescription()));
        return ProblemDetail.of(Failures.from(decoded, trailers), context.path(), CallEntry.trace(context)).toHttpResponse();
    }

    /** gRPC at a path where there is no RPC: it must never reach what serves HTTP there. */
    static HttpResponse noRpc(RequestHeaders headers) {
        return GrpcTrailersOnly.of(ProblemDetail.ofHttp(FailureKind.UNIMPLEMENTED, "METHOD_UNKNOWN",
                "There is no RPC at " + pathOf(headers) + ". See /docs for what there is."), headers).toHttpResponse();
    }

    /** In the caller's language. */
    static AggregatedHttpResponse answer(Failure failure, RequestHeaders request, String path, Optional<Trace> trace) {
        return GrpcTrailersOnly.wantedBy(request) ? GrpcTrailersOnly.of(failure, request) : ProblemDetail.of(failure, path, trace);
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable thrown) {
        Throwable cause = Exceptions.peel(thrown);
        if (cause instanceof HttpResponseException) {
            return null;
        }
        if (cause instanceof HttpStatusException http && !(http.getCause() instanceof IllegalArgumentException)) {
            AggregatedHttpResponse answer = rendered(http.httpStatus(), context.request().headers(), context.path(), CallEntry.trace(context));
            // Where there is nothing, nobody reads the body; one that is too large is not read to its end.
            return http.httpStatus().equals(HttpStatus.NOT_FOUND) ? afterTheBody(context, answer) : answer.toHttpResponse();
        }
        return answer(failure(cause, context.method() + " " + context.path()), context.request().headers(), context.path(),
                CallEntry.trace(context)).toHttpResponse();
    }

    /** Read to its end first: over HTTP/2 a reset of what is still being sent would overtake the answer. */
    static HttpResponse afterTheBody(ServiceRequestContext context, AggregatedHttpResponse answer) {
        return HttpResponse.of(context.request().subscribe(context.eventLoop()).handle((end, broken) -> answer.toHttpResponse()));
    }

    @Override
    public AggregatedHttpResponse renderStatus(ServiceRequestContext context, ServiceConfig config, RequestHeaders headers,
            HttpStatus status, String description, Throwable cause) {
        return rendered(status, headers, headers == null ? "/" : pathOf(headers), Optional.empty());
    }

    private static AggregatedHttpResponse rendered(HttpStatus status, RequestHeaders headers, String path, Optional<Trace> trace) {
        String said = headers == null ? path : headers.method() + " " + path;
        Failure failure = switch (status.code()) {
            case 404 -> ProblemDetail.ofHttp(
                    GrpcTrailersOnly.wantedBy(headers) ? FailureKind.UNIMPLEMENTED : FailureKind.NOT_FOUND,
                    "METHOD_UNKNOWN", "There is nothing at " + said + ". See /docs for what there is.");
            case 405 -> ProblemDetail.ofHttp(FailureKind.UNIMPLEMENTED, "METHOD_UNKNOWN",
                    "There is no " + said + ", but the path answers other methods. See /docs for what there is.");
            case 413 -> tooLarge();
            case 415 -> ProblemDetail.ofHttp(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID",
                    "The body's Content-Type is not one that is understood here; expected application/json, or one of gRPC or gRPC-web.");
            case 429 -> tooMany();
            case 503 -> ProblemDetail.ofHttp(FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE",
                    "The server is starting or stopping. Try again in a moment; repeat a change with the same request_id.");
            default -> ProblemDetail.ofHttp(
                    status.isServerError() ? FailureKind.INTERNAL : FailureKind.INVALID_ARGUMENT,
                    status.isServerError() ? "INTERNAL_DEFECT" : "FIELDS_INVALID",
                    "The request is not one that HTTP allows (" + status.code() + " " + status.reasonPhrase() + ").");
        };
        return GrpcTrailersOnly.wantedBy(headers) ? GrpcTrailersOnly.of(failure, headers) : ProblemDetail.of(status, failure, path, trace);
    }

    private static String pathOf(RequestHeaders headers) {
        int query = headers.path().indexOf('?');
        return query < 0 ? headers.path() : headers.path().substring(0, query);
    }

    /** What an exception means to the caller; what is our own defect is logged under the incident that the caller is told. */
    static Failure failure(Throwable thrown, String what) {
        return switch (thrown) {
            case Failure failure -> failure;
            case StatusRuntimeException status -> Failures.from(status);
            case HttpStatusException http when http.getCause() instanceof IllegalArgumentException malformed -> malformed(malformed);
            case ContentTooLargeException tooLarge -> tooLarge();
            case RequestTimeoutException late -> Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The request did not arrive whole within its time. Send it faster, or in smaller parts.", Map.of());
            case InvalidProtocolBufferException unreadable -> Failure.of(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID",
                    "The message cannot be read as this RPC's request: its bytes are not protobuf of that type.", Map.of());
            case ShuttingDownException stopping -> Failure.unavailable("This process, which is stopping,", stopping);
            default -> {
                String incident = Trace.incident();
                LOG.error("A defect ended {}, incident {}", what, incident, DefectTrace.of(thrown));
                yield Failure.of(FailureKind.INTERNAL, "INTERNAL_DEFECT",
                        "Something is wrong in Avid itself. Tell its operators the incident " + incident + ".", Map.of("incident", incident), thrown);
            }
        };
    }

    private static Failure malformed(IllegalArgumentException malformed) {
        if (malformed.getCause() instanceof JsonProcessingException json) {
            String place = json.getLocation() == null ? "" : " at line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr();
            return Failure.of(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", "The body is not JSON" + place + ": " + json.getOriginalMessage() + ".", Map.of());
        }
        return Failure.of(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", "The request is not valid: " + malformed.getMessage(), Map.of());
    }

    static Failure tooLarge() {
        return Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED",
                "The message has more than " + CallLimits.MESSAGE_BYTES + " bytes. Send less at once, or in several calls.",
                Map.of("limit", "message_bytes", "greatest", Integer.toString(CallLimits.MESSAGE_BYTES)));
    }

    static Failure tooMany() {
        return Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED",
                "Too many calls at once. Try again in a moment; repeat a change with the same request_id.", Map.of("limit", "calls"));
    }
}
