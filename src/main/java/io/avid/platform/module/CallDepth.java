package io.avid.platform.module;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCallHandler;
import java.util.Map;

/**
 * How deep calls are nested: 1 for a module called by the edge or by background work, one more for
 * each module on the way.
 *
 * <p>Edge, orchestrator, core is the deepest there is. A core service that called another module, or
 * an orchestrator that called another orchestrator, would show here, in one process as in many, before
 * it could become a circle.
 */
public final class CallDepth {
    /** Orchestrator, core. */
    public static final int DEEPEST = 2;

    /** The header by which the depth goes to another process. */
    static final Metadata.Key<String> HEADER = Metadata.Key.of("avid-call-depth", Metadata.ASCII_STRING_MARSHALLER);

    private CallDepth() {}

    /**
     * A context of a call that came over the network from another of our modules, at the depth that
     * its header says. Only after {@link CallingModule} found that it is one of ours.
     *
     * @throws Failure INVALID_ARGUMENT if the header is not a number above 0
     */
    static Context in(Context parent, Metadata headers) {
        String depth = headers.get(HEADER);
        if (depth == null) {
            return parent;
        }
        if (depth.length() > 3 || depth.isEmpty() || !depth.chars().allMatch(c -> c >= '0' && c <= '9') || Integer.parseInt(depth) == 0) {
            throw Failure.invalid(HEADER.name(), "given " + depth + ", expected a number above 0");
        }
        return parent.withValue(CallOrigin.DEPTH, Integer.valueOf(depth));
    }

    /** The depth of the call that this thread serves; 0 outside a call. */
    static int current() {
        Integer depth = CallOrigin.DEPTH.get();
        return depth == null ? 0 : depth;
    }

    /** Refuses a call that is nested too deep. */
    static <Q, R> ServerCallHandler<Q, R> limited(MethodContract contract, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            int depth = current();
            if (depth > DEEPEST) {
                throw Failures.toStatus(Failure.of(FailureKind.FAILED_PRECONDITION, "CALL_TOO_DEEP",
                        contract.name() + " was called at depth " + depth + "; at most " + DEEPEST
                                + " are allowed: an orchestrator calls core services, which call no module.",
                        Map.of("depth", Integer.toString(depth), "greatest", Integer.toString(DEEPEST))));
            }
            return next.startCall(call, headers);
        };
    }
}
