package io.avid.platform.telemetry;

import io.avid.platform.module.CarriedContext;
import io.grpc.Context;
import io.grpc.Metadata;
import java.util.Optional;

/** A call to a module belongs to the trace of the call around it, recorded or not. */
public final class CarriedTrace implements CarriedContext {
    @Override
    public Context carry(Context handler, Context caller) {
        Optional<Trace> trace = Trace.of(caller);
        return trace.isPresent() ? Trace.in(handler, trace.get()) : handler;
    }

    @Override
    public void send(Context caller, Metadata headers) {
        if (!headers.containsKey(TracedAsking.TRACEPARENT)) {
            Trace.of(caller).ifPresent(trace -> headers.put(TracedAsking.TRACEPARENT, trace.traceparent()));
        }
    }
}
