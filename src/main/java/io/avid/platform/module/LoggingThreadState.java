package io.avid.platform.module;

import java.util.Map;
import org.slf4j.MDC;

/** The fields of the current log context (SLF4J's MDC). */
public final class LoggingThreadState implements CallerThreadState {
    @Override
    public Runnable setAside() {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        if (fields == null || fields.isEmpty()) {
            return NOTHING;
        }
        MDC.clear();
        return () -> MDC.setContextMap(fields);
    }
}
