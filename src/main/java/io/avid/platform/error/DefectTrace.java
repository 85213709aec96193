package io.avid.platform.error;

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

    /** The original's type. */
    @Override
    public String toString() {
        return getMessage();
    }
}
