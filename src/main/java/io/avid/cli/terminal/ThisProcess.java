package io.avid.cli.terminal;

import io.avid.platform.clock.MachineClock;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The surroundings of the process itself. */
public final class ThisProcess implements Surroundings {
    private static final int OUT_BUFFER_BYTES = 64 * 1024;

    private final MachineClock clock = new MachineClock();

    // Buffered, or a long list costs a system call a line; flushed before the process ends.
    private final PrintStream out = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false, StandardCharsets.UTF_8);
    private final PrintStream error =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream error() {
        return error;
    }

    @Override
    public boolean errorIsWatched() {
        if (environment().getOrDefault("TERM", "").equals("dumb")) {
            return false;
        }
        // Java tells of standard input and output alone, and it is standard error that is asked about.
        Path descriptor = Path.of("/proc/self/fd/2");
        if (Files.isSymbolicLink(descriptor)) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            } catch (IOException e) {
                return false;
            }
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public Path folder() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public InstantSource time() {
        return clock;
    }

    @Override
    public void pause(Duration duration) {
        clock.pause(duration);
    }

    @Override
    public Interruption onInterruption(Runnable action) {
        // A hook cannot be taken back once the process is ending, so it is told instead.
        var watching = new AtomicBoolean(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (watching.get()) {
                action.run();
            }
        }, "interruption"));
        return () -> watching.set(false);
    }

    @Override
    public Optional<String> askSecret(String prompt) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] secret = console.readPassword("%s", prompt);
        return secret == null ? Optional.empty() : Optional.of(new String(secret));
    }
}
