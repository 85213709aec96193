package io.avid.cli.connection;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Optional;

/**
 * What people are told of a call that failed: Avid's own words where it answered, and what to do
 * where it did not.
 */
public final class FailedCall {
    private final Status status;
    private final com.google.rpc.Status details;
    private final Optional<ErrorInfo> info;

    private FailedCall(StatusRuntimeException failure) {
        this.status = failure.getStatus();
        this.details = StatusProto.fromThrowable(failure);
        this.info = detail(ErrorInfo.class);
    }

    public static FailedCall of(StatusRuntimeException failure) {
        return new FailedCall(failure);
    }

    /** Whether Avid, or what it needs, is away and may come back. */
    public boolean mayPass() {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    /** Whether it answered by this reason of {@code google.rpc.ErrorInfo}. */
    public boolean isFor(String reason) {
        return info.map(ErrorInfo::getReason).filter(reason::equals).isPresent();
    }

    /** The metadata beside the reason. */
    public Map<String, String> metadata() {
        return info.map(ErrorInfo::getMetadataMap).orElse(Map.of());
    }

    /** One or two sentences: what is wrong and what to do. */
    public String message(ServerAddress address) {
        String said = Optional.ofNullable(status.getDescription()).orElse("");
        return switch (status.getCode()) {
            case UNAVAILABLE -> info.isPresent() ? said : away(address, said);
            case DEADLINE_EXCEEDED -> "Avid on " + address + " did not answer in time, so the outcome is not known. "
                    + "Repeat the command: what was done is not done twice.";
            case UNAUTHENTICATED -> ended(said) + " Log in again by ./avid login.";
            case UNIMPLEMENTED -> info.isPresent() ? said
                    : "Avid on " + address + " does not know this call: it is of another version, or something else answers there.";
            case UNKNOWN, INTERNAL, CANCELLED -> info.isPresent() ? said : isNotAvid(said) ? notAvid(address)
                    : "The call to Avid on " + address + " failed (" + status.getCode() + (said.isEmpty() ? "" : ": " + said)
                            + "). Repeat it with --verbose, and see ./avid logs.";
            default -> said.isEmpty() ? "Avid answered " + status.getCode() + " without a word. See ./avid logs." : said;
        };
    }

    private static String away(ServerAddress address, String said) {
        if (isNotAvid(said)) {
            return notAvid(address);
        }
        return address.isLocal()
                ? "Avid does not answer on " + address + ": start it with ./avid up"
                        + (address.port() == ServerOptions.DEFAULT_PORT ? "." : " --port " + address.port() + ".")
                : "Avid does not answer on " + address + ". Check the address, and that you reach it from here.";
    }

    // What grpc-java says where the other side speaks no HTTP/2.
    private static boolean isNotAvid(String said) {
        return said.contains("http2 exception") || said.contains("SETTINGS") || said.contains("not an HTTP");
    }

    private static String notAvid(ServerAddress address) {
        return "Something answers on " + address + ", but it is not Avid. Choose another by --port or --address.";
    }

    private static String ended(String said) {
        if (said.isEmpty()) {
            return "Avid does not accept this login.";
        }
        return said.endsWith(".") ? said : said + ".";
    }

    /** The status and its details, line by line, for who asked for them. */
    public String details() {
        var text = new StringBuilder("status: ").append(status.getCode());
        info.ifPresent(error -> {
            text.append("\nreason: ").append(error.getReason()).append(" (").append(error.getDomain()).append(")");
            error.getMetadataMap().forEach((key, value) -> text.append("\n").append(key).append(": ").append(value));
        });
        detail(BadRequest.class).ifPresent(request -> request.getFieldViolationsList().forEach(violation ->
                text.append("\nfield ").append(violation.getField()).append(": ").append(violation.getDescription())));
        if (status.getCause() != null) {
            text.append("\ncause: ").append(status.getCause());
        }
        return text.toString();
    }

    private <M extends com.google.protobuf.Message> Optional<M> detail(Class<M> type) {
        if (details == null) {
            return Optional.empty();
        }
        for (Any detail : details.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    // It cannot be read, so it is as if it were not there; the status still says what failed.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
