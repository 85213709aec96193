package io.avid.platform.telemetry;

import io.avid.platform.module.CallerThreadState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** OpenTelemetry's current context: spans cross to another module with a call, not with its thread. */
public final class TracingThreadState implements CallerThreadState {
    @Override
    public Runnable setAside() {
        if (Context.current() == Context.root()) {
            return NOTHING;
        }
        Scope empty = Context.root().makeCurrent();
        return empty::close;
    }
}
