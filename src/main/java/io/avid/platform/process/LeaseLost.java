package io.avid.platform.process;

/** Another worker has the process, or it is not to be run now; this one changes nothing any more. */
final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(String processName) {
        super("another worker has " + processName, null, false, false);
    }
}
