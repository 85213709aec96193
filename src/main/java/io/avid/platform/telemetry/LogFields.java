package io.avid.platform.telemetry;

import io.avid.platform.security.CurrentPrincipal;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Adds to each structured log line of a call which trace and which organisation it is of. They are
 * read from the call's context when a line is written: a call that logs nothing pays nothing.
 */
public final class LogFields implements StructuredLoggingJsonMembersCustomizer<Object> {
    @Override
    public void customize(Members<Object> members) {
        members.add("trace_id", event -> Trace.current().map(Trace::traceId).orElse(null)).whenNotNull();
        members.add("organisation", event -> CurrentPrincipal.find().map(principal -> principal.organisation()).orElse(null)).whenNotNull();
    }
}
