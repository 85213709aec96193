package io.avid.platform.module;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.security.ModuleIdentity;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * By which module a call is made, and whether the module called accepts it.
 *
 * <p>Inside the process a module cannot say another's name: each is given channels of its own. Over the network a call
 * brings a proof that the platform signed there, for the module called. Who called the edge is another matter, and is
 * told by the user's token.
 */
final class CallingModule {
    /** The header by which the proof goes to another process. */
    static final Metadata.Key<String> HEADER = Metadata.Key.of("avid-calling-module", Metadata.ASCII_STRING_MARSHALLER);

    private CallingModule() {}

    /** Lets through a call from another process that proves which module makes it, in a context that knows it and its depth. */
    static <Q, R> ServerCallHandler<Q, R> proven(MethodContract contract, ModuleIdentity identity, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            Context context;
            try {
                context = CallDepth.in(Context.current().withValue(CallOrigin.MODULE, calling(contract, identity, headers)), headers);
            } catch (Failure refusal) {
                return refused(call, Failures.toStatus(refusal));
            }
            return Contexts.interceptCall(context, call, headers, next);
        };
    }

    private static String calling(MethodContract contract, ModuleIdentity identity, Metadata headers) {
        String proof = headers.get(HEADER);
        if (proof == null) {
            throw Failure.of(FailureKind.UNAUTHENTICATED, "TOKEN_MISSING", contract.name() + " was called at the port for modules without"
                    + " a proof of the calling module (header " + HEADER.name() + "). Call Avid's edge; this port is for its own processes.", Map.of());
        }
        return identity.proven(proof, contract.module());
    }

    private static <Q, R> ServerCall.Listener<Q> refused(ServerCall<Q, R> call, StatusRuntimeException why) {
        call.close(why.getStatus(), why.getTrailers() == null ? new Metadata() : why.getTrailers());
        return new ServerCall.Listener<>() {};
    }

    /** Lets through the edge, and the modules that the contract names. */
    static <Q, R> ServerCallHandler<Q, R> accepted(MethodContract contract, Set<String> callers, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            String calling = CallOrigin.MODULE.get();
            if (calling != null && !calling.equals(CallOrigin.EDGE) && !callers.contains(calling)) {
                throw Failures.toStatus(Failure.of(FailureKind.PERMISSION_DENIED, "CALLER_NOT_ACCEPTED",
                        contract.name() + " was called by module " + calling + "; module " + contract.module() + " accepts the edge"
                                + (callers.isEmpty() ? "" : " and " + String.join(", ", new TreeSet<>(callers)))
                                + ". Name the caller among its callers in io.avid.Avid if it is to call it.",
                        Map.of("module", contract.module(), "caller", calling)));
            }
            return next.startCall(call, headers);
        };
    }
}
