package io.avid.platform.module;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.grpc.Context;
import io.grpc.ServerCallHandler;
import java.util.Map;
import java.util.Optional;

/** Whether a caller may call a method, by what the proto says about it. */
final class CallPermission {
    private CallPermission() {}

    /** Lets through who is known and may call this method. */
    static <Q, R> ServerCallHandler<Q, R> required(MethodContract contract, ServerCallHandler<Q, R> next) {
        return (call, headers) -> {
            Optional<Caller> caller = CurrentPrincipal.findCaller(Context.current());
            if (caller.isEmpty()) {
                throw Failures.toStatus(Failure.of(FailureKind.UNAUTHENTICATED, "TOKEN_MISSING",
                        contract.name() + " was called without a principal. Send a token; background work inside Avid runs"
                                + " in CurrentPrincipal.run.", Map.of()));
            }
            Principal principal = caller.get().principal();
            if (!mayCall(principal, contract)) {
                throw Failures.toStatus(Failure.of(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING",
                        contract.name() + " needs the permission " + contract.permission()
                                + ", which this login is not granted. Ask an administrator for a role that has it.",
                        Map.of("permission", contract.permission())));
            }
            return next.startCall(call, headers);
        };
    }

    private static boolean mayCall(Principal principal, MethodContract contract) {
        return principal.customer().isEmpty()
                ? principal.may(contract.permission())
                : contract.customer() && principal.may(contract.mutating() ? Principal.OWN_PAY : Principal.OWN_READ);
    }
}
