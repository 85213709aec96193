package io.avid.platform.telemetry;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An exception as a log may hold it: its type, where it came from and what caused it, without any
 * message. Messages of exceptions quote what they choked on, which may be a name or an address.
 */
public final class DefectTrace extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 10;

    private DefectTrace(Throwable original, Throwable cause) {
        super(original.getClass().getName(), cause);
        setStackTrace(original.getStackTrace());
    }

    /** The exception without its messages. */
    public static DefectTrace of(Throwable original) {
        return of(original, 1);
    }

    private static DefectTrace of(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return new DefectTrace(original, cause == null || depth == DEEPEST ? null : of(cause, depth + 1));
    }

    /** What to tell the caller so that the log is found: the trace's id, or a fresh one outside a call. */
    public static String incident() {
        return Trace.current().map(Trace::traceId).orElseGet(() -> {
            byte[] bytes = new byte[8];
            ThreadLocalRandom.current().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
    }

    /** The original's type. */
    @Override
    public String toString() {
        return getMessage();
    }
}
