package io.avid.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListSet;

/// What is going on, for the person who waits: a line for each thing done, with its time, and on a terminal a last line
/// that says what is still awaited.
final class Progress implements AutoCloseable {

    private static final long REDRAW_MILLIS = 250;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private final Collection<String> awaited = new ConcurrentSkipListSet<>();
    private final Instant start = Instant.now();
    private final Thread redraw;

    Progress(PrintStream out) {
        this.out = out;
        this.redraw = Thread.ofPlatform().daemon().name("progress").unstarted(this::redrawAgainAndAgain);
        if (terminal) {
            redraw.start();
        }
    }

    interface Work<T> {
        T run() throws Exception;
    }

    /// Does it, and says so.
    <T> T during(String what, Work<T> work) throws Exception {
        Instant begin = Instant.now();
        awaited.add(what);
        try {
            T result = work.run();
            line(String.format(Locale.ROOT, "  %-34s %6.1f s", what, Duration.between(begin, Instant.now()).toMillis() / 1000.0));
            return result;
        } finally {
            awaited.remove(what);
        }
    }

    synchronized void line(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
        out.flush();
    }

    double secondsSinceStart() {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private void redrawAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(REDRAW_MILLIS);
                synchronized (this) {
                    if (!awaited.isEmpty()) {
                        out.print(CLEAR_LINE + "  … " + String.join(", ", awaited) + String.format(Locale.ROOT, "  %.0f s", secondsSinceStart()));
                        out.flush();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        redraw.interrupt();
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
