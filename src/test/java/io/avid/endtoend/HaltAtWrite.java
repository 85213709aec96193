package io.avid.endtoend;

import io.avid.platform.store.WriteHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ends Avid's process at the write that a file names, as {@code kill -9} would: after it, when it is on
 * disk and the code that asked for it never learns of it; or before it, when what was done elsewhere
 * since the write before (at Stripe, say) is not on record yet.
 *
 * <p>Does nothing unless the system property {@value #FOLDER} names a folder. In it, {@code writes}
 * receives a line for every durable write, its kind; {@code halt-at} holds a number: when so many lines
 * are there, the process halts. With a kind behind it, only lines of that kind count. A negative number
 * halts it before that write.
 */
public final class HaltAtWrite implements WriteHook {
    static final String FOLDER = "avid.test.halt-at-write.folder";
    static final String WRITES = "writes";
    static final String HALT_AT = "halt-at";

    /** What the shell reports of a process ended by SIGKILL. */
    private static final int STATUS = 137;

    private final Path folder = System.getProperty(FOLDER) == null ? null : Path.of(System.getProperty(FOLDER));
    private final Map<String, Long> counts = new HashMap<>();

    /** What the file says. */
    record Halt(long number, String kind) {
        static final String ANY = "";

        @Override
        public String toString() {
            return (number + " " + kind).strip();
        }

        static Halt of(String text) {
            String[] parts = text.strip().split(" ", 2);
            return new Halt(Long.parseLong(parts[0]), parts.length == 1 ? ANY : parts[1]);
        }
    }

    @Override
    public synchronized void beforeWrite(String store, String operation) {
        if (folder == null) {
            return;
        }
        try {
            Optional<Halt> halt = halt(kind(store, operation));
            if (halt.isPresent() && halt.get().number() == -(count(halt.get()) + 1)) {
                Runtime.getRuntime().halt(STATUS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void afterWrite(String store, String operation) {
        if (folder == null) {
            return;
        }
        try {
            String kind = kind(store, operation);
            Files.writeString(folder.resolve(WRITES), kind + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            counts.merge(kind, 1L, Long::sum);
            counts.merge(Halt.ANY, 1L, Long::sum);
            Optional<Halt> halt = halt(kind);
            if (halt.isPresent() && halt.get().number() == count(halt.get())) {
                Runtime.getRuntime().halt(STATUS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(String store, String operation) {
        return store + " " + operation;
    }

    private long count(Halt halt) {
        return counts.getOrDefault(halt.kind(), 0L);
    }

    /** What is armed, if a write of this kind counts for it. */
    private Optional<Halt> halt(String kind) throws IOException {
        try {
            return Optional.of(Halt.of(Files.readString(folder.resolve(HALT_AT))))
                    .filter(halt -> halt.kind().equals(Halt.ANY) || halt.kind().equals(kind));
        } catch (NoSuchFileException unarmed) {
            return Optional.empty();
        }
    }
}
