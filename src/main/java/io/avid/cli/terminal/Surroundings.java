package io.avid.cli.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What a command may touch of the machine that it runs on; a test brings its own. */
public interface Surroundings {
    /** For what was asked for, in UTF-8. */
    PrintStream out();

    /** For errors, warnings and progress, in UTF-8. */
    PrintStream error();

    /** Whether somebody watches {@link #error()}, so that a line may be drawn over. */
    boolean errorIsWatched();

    /** The environment's variables. */
    Map<String, String> environment();

    /** The folder that relative paths are meant in. */
    Path folder();

    /** The machine's time. */
    InstantSource time();

    /** Does nothing for a while. */
    void pause(Duration duration);

    /** Runs {@code action} if the process is told to end before the answer is closed. */
    Interruption onInterruption(Runnable action);

    /** Asks for a secret without showing it; empty where nobody can be asked. */
    Optional<String> askSecret(String prompt);

    /** Ends the watch that {@link #onInterruption} began. */
    interface Interruption extends AutoCloseable {
        @Override
        void close();
    }
}
