package io.avid.platform.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CallerVerification;
import io.avid.platform.telemetry.Trace;
import io.avid.platform.telemetry.Tracing;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Modules in other processes: with a user's token handed on, or a module token. Their headers go on,
 * since the depth of calls is told in them.
 *
 * @param verification of tokens
 * @param modules by full name of a service, the module that publishes it
 */
record ModuleDoor(CallerVerification verification, Map<String, String> modules) implements Door {
    @Override
    public Optional<Caller> remembered(String token) {
        return verification.remembered(token);
    }

    @Override
    public Caller verified(String token, String service) {
        return verification.atModule(token, modules.getOrDefault(service, ""));
    }

    @Override
    public Failure missing() {
        return verification.missing();
    }

    @Override
    public Trace trace(Tracing tracing, Optional<String> traceparent) {
        return tracing.join(traceparent);
    }

    @Override
    public CancellableContext context(Context callers, long deadlineMillis, ScheduledExecutorService timer) {
        return callers.withDeadline(CallDeadline.in(deadlineMillis), timer);
    }

    @Override
    public Metadata headers(Metadata received) {
        return received;
    }

    @Override
    public Optional<Failure> objection(ServiceRequestContext context, ServerMethodDefinition<?, ?> method) {
        return Optional.empty();
    }
}
