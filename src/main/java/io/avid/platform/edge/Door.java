package io.avid.platform.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Caller;
import io.avid.platform.telemetry.Trace;
import io.avid.platform.telemetry.Tracing;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** By which door calls come in: the public one, or the one for modules in other processes. */
interface Door {
    /** The caller of a token that was verified a moment ago; it does not wait for anything. */
    Optional<Caller> remembered(String token);

    /**
     * The caller of a token; may wait.
     *
     * @param service full name of the service that is called
     * @throws Failure UNAUTHENTICATED or UNAVAILABLE
     */
    Caller verified(String token, String service);

    /** The failure of a call without a token. */
    Failure missing();

    /** Which trace a call belongs to. */
    Trace trace(Tracing tracing, Optional<String> traceparent);

    /** The context of a call, to be cancelled at its end; it knows the deadline where the handler is on this side of it. */
    CancellableContext context(Context callers, long deadlineMillis, ScheduledExecutorService timer);

    /** What of a call's headers goes on to the handler. */
    Metadata headers(Metadata received);

    /** What is wrong with a REST request apart from its body, where something is. */
    Optional<Failure> objection(ServiceRequestContext context, ServerMethodDefinition<?, ?> method);
}
