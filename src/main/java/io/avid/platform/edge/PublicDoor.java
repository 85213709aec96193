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
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Users and services with a token of the issuer. No header of theirs goes further than this. */
record PublicDoor(CallerVerification verification) implements Door {
    @Override
    public Optional<Caller> remembered(String token) {
        return verification.remembered(token);
    }

    @Override
    public Caller verified(String token, String service) {
        return verification.atEdge(token);
    }

    @Override
    public Failure missing() {
        return verification.missing();
    }

    @Override
    public Trace trace(Tracing tracing, Optional<String> traceparent) {
        return tracing.enter(traceparent);
    }

    @Override
    public CancellableContext context(Context callers, long deadlineMillis, ScheduledExecutorService timer) {
        return callers.withCancellation();
    }

    @Override
    public Metadata headers(Metadata received) {
        return new Metadata();
    }

    @Override
    public Optional<Failure> objection(ServiceRequestContext context, ServerMethodDefinition<?, ?> method) {
        return RestParameters.objection(context.queryParams(), method);
    }
}
