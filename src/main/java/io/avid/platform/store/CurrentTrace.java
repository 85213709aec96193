package io.avid.platform.store;

import io.avid.platform.telemetry.Trace;

/** The W3C traceparent of the work that this thread does, or empty. */
final class CurrentTrace {
    private CurrentTrace() {}

    static String traceparent() {
        return Trace.current().map(Trace::traceparent).orElse("");
    }
}
