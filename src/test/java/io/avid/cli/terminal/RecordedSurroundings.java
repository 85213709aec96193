package io.avid.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Surroundings whose output is kept and whose time a test moves: a pause takes no time but moves it. */
public final class RecordedSurroundings implements Surroundings {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final PrintStream errorStream = new PrintStream(error, true, StandardCharsets.UTF_8);
    private final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    private Instant now = Instant.parse("2026-01-15T12:00:00Z");
    private boolean watched;
    private Runnable duringPause = () -> {};
    private Optional<String> secret = Optional.empty();

    public RecordedSurroundings(Path folder) {
        this.folder = folder;
        environment.put("AVID_HOME", folder.toString());
    }

    public RecordedSurroundings with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public RecordedSurroundings watched() {
        watched = true;
        return this;
    }

    public RecordedSurroundings secret(String answer) {
        secret = Optional.of(answer);
        return this;
    }

    /** What happens elsewhere while a command pauses. */
    public void duringPause(Runnable action) {
        duringPause = action;
    }

    public void move(Duration duration) {
        now = now.plus(duration);
    }

    /** What was written so far; the next answer begins after it. */
    public String output() {
        outStream.flush();
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    public String errors() {
        String text = error.toString(StandardCharsets.UTF_8);
        error.reset();
        return text;
    }

    @Override
    public PrintStream out() {
        return outStream;
    }

    @Override
    public PrintStream error() {
        return errorStream;
    }

    @Override
    public boolean errorIsWatched() {
        return watched;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public InstantSource time() {
        return () -> now;
    }

    @Override
    public void pause(Duration duration) {
        move(duration);
        duringPause.run();
    }

    @Override
    public Interruption onInterruption(Runnable action) {
        return () -> {};
    }

    @Override
    public Optional<String> askSecret(String prompt) {
        return secret;
    }
}
