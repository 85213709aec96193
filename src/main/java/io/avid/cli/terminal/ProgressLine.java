package io.avid.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/**
 * How far something has come, on standard error: a bar that is drawn over where somebody watches,
 * else a line now and then, so that a log stays readable.
 */
public final class ProgressLine implements AutoCloseable {
    private static final int BAR_COLUMNS = 30;
    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final boolean watched;
    private int drawnColumns;
    private String lastText = "";
    private Instant lastPlainLine = Instant.MIN;

    public ProgressLine(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.watched = surroundings.errorIsWatched();
    }

    /** Shows {@code done} of {@code total}; a total of 0 is not known yet. */
    public void show(String what, long done, long total) {
        String figures = total == 0 ? "" : " " + Amounts.count(done) + " of " + Amounts.count(total);
        if (watched) {
            draw(total == 0 ? what + " …" : what + " " + bar(done, total) + figures);
            return;
        }
        String text = what + figures;
        Instant now = surroundings.time().instant();
        boolean ended = total != 0 && done >= total;
        boolean due = lastPlainLine.equals(Instant.MIN) || !now.isBefore(lastPlainLine.plus(BETWEEN_PLAIN_LINES)) || ended;
        if (due && !text.equals(lastText)) {
            surroundings.error().println(text);
            lastText = text;
            lastPlainLine = now;
        }
    }

    /** Says something of its own line and goes on after it. */
    public void say(String text) {
        close();
        surroundings.error().println(text);
    }

    /** Leaves the line as it was last drawn. */
    @Override
    public void close() {
        if (drawnColumns > 0) {
            surroundings.error().println();
            drawnColumns = 0;
        }
    }

    private void draw(String text) {
        int columns = DisplayWidth.of(text);
        surroundings.error().print("\r" + text + " ".repeat(Math.max(0, drawnColumns - columns)));
        surroundings.error().flush();
        drawnColumns = columns;
    }

    private static String bar(long done, long total) {
        int full = Math.clamp(done * BAR_COLUMNS / total, 0, BAR_COLUMNS);
        return "[" + "#".repeat(full) + ".".repeat(BAR_COLUMNS - full) + "]";
    }
}
