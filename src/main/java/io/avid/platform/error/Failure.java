package io.avid.platform.error;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A call that cannot be done, said in a way that a person and a program both understand.
 *
 * <p>Rules and use cases throw it; the platform turns it into a gRPC status with
 * {@code google.rpc.ErrorInfo} (domain "avid") and, for REST, into a problem detail. The reason is
 * stable and listed in the module's proto. The message says what was given, what was expected and
 * what to do, and holds no personal data.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String reason;
    private final transient Map<String, String> metadata;
    private final transient List<FieldViolation> fieldViolations;

    /**
     * One field of a request that breaks its rule.
     *
     * @param field path of the field, for example {@code customer.display_name}
     * @param description what was given and what was expected
     */
    public record FieldViolation(String field, String description) {
        public FieldViolation {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(description, "description");
        }
    }

    private Failure(FailureKind kind, String reason, String message, Map<String, String> metadata,
            List<FieldViolation> fieldViolations, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.metadata = Map.copyOf(metadata);
        this.fieldViolations = List.copyOf(fieldViolations);
    }

    /** A failure with a reason of the module's own and what a program needs to act on it. */
    public static Failure of(FailureKind kind, String reason, String message, Map<String, String> metadata) {
        return new Failure(kind, reason, message, metadata, List.of(), null);
    }

    /** The same with the exception that led to it, for the log; it never reaches the caller. */
    public static Failure of(FailureKind kind, String reason, String message, Map<String, String> metadata,
            Throwable cause) {
        return new Failure(kind, reason, message, metadata, List.of(), cause);
    }

    /** A failure as it came back from a call. */
    static Failure received(FailureKind kind, String reason, String message, Map<String, String> metadata,
            List<FieldViolation> fieldViolations, Throwable cause) {
        return new Failure(kind, reason, message, metadata, fieldViolations, cause);
    }

    /** INVALID_ARGUMENT (FIELDS_INVALID), naming every field that is wrong at once. */
    public static Failure invalid(List<FieldViolation> violations) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("a failure of fields names at least one field");
        }
        var message = new StringBuilder("The request is not valid:");
        for (FieldViolation violation : violations) {
            message.append(' ').append(violation.field()).append(": ").append(violation.description()).append(';');
        }
        message.setCharAt(message.length() - 1, '.');
        return new Failure(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", message.toString(), Map.of(), violations, null);
    }

    /** The same for one field. */
    public static Failure invalid(String field, String description) {
        return invalid(List.of(new FieldViolation(field, description)));
    }

    /**
     * NOT_FOUND (RESOURCE_NOT_FOUND): there is no such resource, it belongs to another organisation,
     * or the caller's login names another customer; the three are not told apart.
     */
    public static Failure notFound(String resourceName) {
        return of(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND",
                "There is no " + resourceName + " here. Check the name, and that you are signed in to the right organisation.",
                Map.of("resource", resourceName));
    }

    /** ABORTED (ETAG_STALE): somebody changed the resource since it was read. */
    public static Failure stale(String resourceName, String given, String current) {
        return of(FailureKind.ABORTED, "ETAG_STALE",
                resourceName + " was changed since you read it (etag given " + given + ", now " + current
                        + "). Read it again and repeat the change.",
                Map.of("resource", resourceName, "given", given, "current", current));
    }

    /** ALREADY_EXISTS (REQUEST_ID_REUSED): the same request_id came before with other content. */
    public static Failure requestIdReused(String requestId) {
        return of(FailureKind.ALREADY_EXISTS, "REQUEST_ID_REUSED",
                "request_id " + requestId + " was used before with other content. Use a new one for a new request.",
                Map.of("request_id", requestId));
    }

    /** UNAVAILABLE (DEPENDENCY_UNAVAILABLE): something that this call needs does not answer. */
    public static Failure unavailable(String dependency, Throwable cause) {
        return of(FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE",
                dependency + " does not answer. Try again later; repeat a change with the same request_id.",
                Map.of("dependency", dependency), cause);
    }

    public FailureKind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public List<FieldViolation> fieldViolations() {
        return fieldViolations;
    }
}
