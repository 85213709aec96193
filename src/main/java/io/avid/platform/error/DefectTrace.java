package io.avid.platform.error;

/**
 * Where a defect happened, for the log: the kinds of the exceptions and their frames, without their
 * messages, which may quote what was processed and with it personal data.
 */
public final class DefectTrace {
    private static final int FRAMES = 40;

    private DefectTrace() {}

    /** The trace, causes included. */
    public static String of(Throwable defect) {
        var trace = new StringBuilder();
        int depth = 0;
        for (Throwable at = defect; at != null && depth < 8; at = at.getCause(), depth++) {
            trace.append(depth == 0 ? "" : "caused by ").append(at.getClass().getName()).append('\n');
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                trace.append("    at ").append(frames[i]).append('\n');
            }
        }
        return trace.toString();
    }
}
