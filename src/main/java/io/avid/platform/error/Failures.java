package io.avid.platform.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.avid.platform.error.Failure.FieldViolation;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@link Failure} to gRPC status and back, without loss: what one module throws is what its caller
 * catches, in one process or in two.
 *
 * <p>On the wire a failure is a status with {@code google.rpc.ErrorInfo} (reason, domain "avid",
 * metadata) and, where fields are wrong, {@code google.rpc.BadRequest} in
 * {@code grpc-status-details-bin}.
 */
public final class Failures {
    /** The domain of every reason that Avid answers. */
    public static final String DOMAIN = "avid";

    private Failures() {}

    /** The failure as a gRPC exception, with its details in the trailers. */
    public static StatusRuntimeException toStatus(Failure failure) {
        var info = ErrorInfo.newBuilder().setReason(failure.reason()).setDomain(DOMAIN).putAllMetadata(failure.metadata());
        var status = com.google.rpc.Status.newBuilder()
                .setCode(codeOf(failure.kind()).value())
                .setMessage(failure.getMessage())
                .addDetails(Any.pack(info.build()));
        if (!failure.fieldViolations().isEmpty()) {
            var fields = BadRequest.newBuilder();
            for (FieldViolation violation : failure.fieldViolations()) {
                fields.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(violation.field())
                        .setDescription(violation.description()));
            }
            status.addDetails(Any.pack(fields.build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /**
     * The failure that a call ended with. A status that Avid did not make (a broken connection, a
     * deadline) gets the reason that fits its code.
     */
    public static Failure from(StatusRuntimeException exception) {
        return from(exception.getStatus(), exception.getTrailers() == null ? new Metadata() : exception.getTrailers());
    }

    /** The same from a status and its trailers. */
    public static Failure from(Status status, Metadata trailers) {
        com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
        FailureKind kind = kindOf(status.getCode());
        String reason = reasonOf(status.getCode());
        Map<String, String> metadata = Map.of();
        List<FieldViolation> violations = new ArrayList<>();
        try {
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    if (info.getDomain().equals(DOMAIN)) {
                        reason = info.getReason();
                        metadata = info.getMetadataMap();
                    }
                } else if (detail.is(BadRequest.class)) {
                    for (BadRequest.FieldViolation field : detail.unpack(BadRequest.class).getFieldViolationsList()) {
                        violations.add(new FieldViolation(field.getField(), field.getDescription()));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return Failure.of(FailureKind.INTERNAL, "INTERNAL_DEFECT",
                    "A call ended with " + status.getCode() + " and details that cannot be read.", Map.of(), e);
        }
        return Failure.received(kind, reason, messageOf(status), metadata, violations, status.getCause());
    }

    /** The gRPC code of a kind: they bear the same names. */
    public static Status.Code codeOf(FailureKind kind) {
        return switch (kind) {
            case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
            case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case ABORTED -> Status.Code.ABORTED;
            case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    /**
     * The kind of a code. Avid answers some codes never itself: a cancelled call counts as one whose
     * answer did not come (UNAVAILABLE), since its outcome is as unknown.
     */
    private static FailureKind kindOf(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> FailureKind.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> FailureKind.UNAUTHENTICATED;
            case PERMISSION_DENIED -> FailureKind.PERMISSION_DENIED;
            case NOT_FOUND -> FailureKind.NOT_FOUND;
            case ALREADY_EXISTS -> FailureKind.ALREADY_EXISTS;
            case FAILED_PRECONDITION -> FailureKind.FAILED_PRECONDITION;
            case ABORTED -> FailureKind.ABORTED;
            case RESOURCE_EXHAUSTED -> FailureKind.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> FailureKind.DEADLINE_EXCEEDED;
            case UNAVAILABLE, CANCELLED -> FailureKind.UNAVAILABLE;
            case UNIMPLEMENTED -> FailureKind.UNIMPLEMENTED;
            case OK, UNKNOWN, INTERNAL, DATA_LOSS -> FailureKind.INTERNAL;
        };
    }

    private static String reasonOf(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> "FIELDS_INVALID";
            case UNAUTHENTICATED -> "TOKEN_INVALID";
            case PERMISSION_DENIED -> "PERMISSION_MISSING";
            case NOT_FOUND -> "RESOURCE_NOT_FOUND";
            case RESOURCE_EXHAUSTED -> "LIMIT_REACHED";
            case DEADLINE_EXCEEDED -> "DEADLINE_PASSED";
            case UNAVAILABLE -> "DEPENDENCY_UNAVAILABLE";
            case CANCELLED -> "CALL_CANCELLED";
            case UNIMPLEMENTED -> "METHOD_UNKNOWN";
            case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED -> "REASON_UNKNOWN";
            case OK, UNKNOWN, INTERNAL, DATA_LOSS -> "INTERNAL_DEFECT";
        };
    }

    private static String messageOf(Status status) {
        return status.getDescription() == null ? "The call ended with " + status.getCode() + "." : status.getDescription();
    }
}
