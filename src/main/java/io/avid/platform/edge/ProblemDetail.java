package io.avid.platform.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.error.FailureKind;
import io.avid.platform.telemetry.Trace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.json.JsonWriter;

/**
 * A failure as REST answers it: RFC 9457's problem detail with the reason, metadata and violations that
 * gRPC has in {@code google.rpc.ErrorInfo} and {@code BadRequest}.
 */
final class ProblemDetail {
    private static final MediaType TYPE = MediaType.create("application", "problem+json").withCharset(StandardCharsets.UTF_8);
    private static final JsonWriter<Map<String, Object>> JSON = JsonWriter.standard();

    private ProblemDetail() {}

    /** The HTTP status of a failure, as google.rpc.Code maps them; a message too big is 413. */
    static HttpStatus status(Failure failure) {
        return switch (failure.kind()) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case ALREADY_EXISTS, ABORTED -> HttpStatus.CONFLICT;
            case RESOURCE_EXHAUSTED -> "message_bytes".equals(failure.metadata().get("limit"))
                    ? HttpStatus.REQUEST_ENTITY_TOO_LARGE : HttpStatus.TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case UNIMPLEMENTED -> HttpStatus.NOT_IMPLEMENTED;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    static AggregatedHttpResponse of(Failure failure, String path, Optional<Trace> trace) {
        return of(status(failure), failure, path, trace);
    }

    static AggregatedHttpResponse of(HttpStatus status, Failure failure, String path, Optional<Trace> trace) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:avid:problem:" + failure.reason());
        problem.put("title", status.reasonPhrase());
        problem.put("status", status.code());
        problem.put("detail", failure.getMessage());
        problem.put("instance", path);
        problem.put("reason", failure.reason());
        problem.put("metadata", failure.metadata());
        problem.put("violations", failure.fieldViolations().stream().map(ProblemDetail::violation).toList());
        trace.ifPresent(known -> problem.put("trace_id", known.traceId()));
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(TYPE).set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (failure.kind() == FailureKind.UNAUTHENTICATED) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, failure.reason().equals("TOKEN_MISSING")
                    ? "Bearer realm=\"avid\"" : "Bearer realm=\"avid\", error=\"invalid_token\"");
        }
        if (failure.kind() == FailureKind.UNAVAILABLE || status.equals(HttpStatus.TOO_MANY_REQUESTS)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(JSON.writeToString(problem)));
    }

    private static Map<String, String> violation(FieldViolation violation) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("field", violation.field());
        named.put("description", violation.description());
        return named;
    }

    /** A problem that has no failure behind it: of HTTP itself. */
    static Failure ofHttp(FailureKind kind, String reason, String sentence) {
        return Failure.of(kind, reason, sentence, Map.of());
    }
}
