package io.avid.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.type.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure is a gRPC status and back, and nothing of it is lost. */
class FailuresTest {
    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindGoesThereAndBack(FailureKind kind) {
        Failure failure = Failure.of(kind, "SOME_REASON", "Given 1, expected 2; say 2. Ünïcode and\nlines too.", Map.of("given", "1", "empty", ""));
        StatusRuntimeException status = Failures.toStatus(failure);
        assertThat(status.getStatus().getCode().name()).isEqualTo(kind.name());
        Failure back = Failures.from(status);
        assertThat(back.kind()).isEqualTo(kind);
        assertThat(back.reason()).isEqualTo(failure.reason());
        assertThat(back.getMessage()).isEqualTo(failure.getMessage());
        assertThat(back.metadata()).isEqualTo(failure.metadata());
    }

    @Test
    void fieldsGoThereAndBack() {
        Failure failure = Failure.invalid(List.of(new FieldViolation("customer.display_name", "given nothing, expected: at least 1"),
                new FieldViolation("tags[3]", "given too much")));
        Failure back = Failures.from(Failures.toStatus(failure));
        assertThat(back.reason()).isEqualTo("FIELDS_INVALID");
        assertThat(back.fieldViolations()).isEqualTo(failure.fieldViolations());
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void aStatusOfSomebodyElseGetsAReason(Status.Code code) {
        Failure failure = Failures.from(Status.fromCode(code).asRuntimeException());
        assertThat(failure.reason()).isNotBlank();
        assertThat(failure.getMessage()).contains(code.name());
        assertThat(Failures.toStatus(failure).getStatus().getCode())
                .as("going back it keeps its code, where Avid answers such a code at all")
                .isIn(code, Failures.codeOf(failure.kind()));
    }

    @Test
    void aReasonOfAnotherDomainIsNotTakenForOurs() {
        var foreign = com.google.rpc.Status.newBuilder().setCode(Status.Code.NOT_FOUND.value()).setMessage("no")
                .addDetails(com.google.protobuf.Any.pack(ErrorInfo.newBuilder().setDomain("elsewhere").setReason("THEIRS").build())).build();
        assertThat(Failures.from(StatusProto.toStatusRuntimeException(foreign)).reason()).isEqualTo("RESOURCE_NOT_FOUND");
    }

    @Test
    void detailsThatCannotBeReadAreADefectAndNotAnException() {
        var broken = com.google.rpc.Status.newBuilder().setCode(Status.Code.NOT_FOUND.value()).setMessage("no")
                .addDetails(com.google.protobuf.Any.newBuilder().setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                        .setValue(com.google.protobuf.ByteString.copyFrom(new byte[] {1, 2, 3, -1}))).build();
        assertThat(Failures.from(StatusProto.toStatusRuntimeException(broken)).kind()).isEqualTo(FailureKind.INTERNAL);
    }

    @Test
    void theCauseStaysHere() {
        Failure failure = Failure.unavailable("the store", new IllegalStateException("password=secret"));
        StatusRuntimeException status = Failures.toStatus(failure);
        assertThat(status.getStatus().getCause()).isNull();
        assertThat(StatusProto.fromStatusAndTrailers(status.getStatus(), status.getTrailers()).toString()).doesNotContain("secret");
    }

    @Test
    void reasonsGivenToForeignStatusesAreListedInTheProto() {
        Set<String> listed = Arrays.stream(ErrorReason.values()).map(Enum::name).collect(Collectors.toSet());
        for (Status.Code code : List.of(Status.Code.INVALID_ARGUMENT, Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED,
                Status.Code.NOT_FOUND, Status.Code.RESOURCE_EXHAUSTED, Status.Code.DEADLINE_EXCEEDED, Status.Code.UNAVAILABLE,
                Status.Code.CANCELLED, Status.Code.UNIMPLEMENTED, Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DATA_LOSS,
                Status.Code.ALREADY_EXISTS, Status.Code.FAILED_PRECONDITION, Status.Code.ABORTED, Status.Code.OUT_OF_RANGE)) {
            assertThat(listed).contains(Failures.from(Status.fromCode(code), new Metadata()).reason());
        }
    }
}
