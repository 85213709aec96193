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

/**
 * Ends Avid's process at the write that a file names, as {@code kill -9} would: after it, when it is on
 * disk and the code that asked for it never learns of it; or before it, when what was done elsewhere
 * since the write before (at Stripe, say) is not on record yet.
 *
 * <p>Does nothing unless the system property {@value #FOLDER} names a folder. In it, {@code writes}
 * receives a line for every durable write, its kind; {@code halt-at} holds a number and a kind: when so
 * many lines of that kind are there, the process halts. A negative number halts it before that write.
 * {@link KillSwitch} writes the one and reads the other.
 */
public final class HaltAtWrite implements WriteHook {
    static final String FOLDER = "avid.test.halt-at-write.folder";
    static final String WRITES = "writes";
    static final String HALT_AT = "halt-at";

    /** What the shell reports of a process ended by SIGKILL. */
    private static final int STATUS = 137;

    private final Path folder = System.getProperty(FOLDER) == null ? null : Path.of(System.getProperty(FOLDER));
    private final Map<String, Long> counts = new HashMap<>();

    @Override
    public synchronized void beforeWrite(String store, String operation) {
        if (folder == null) {
            return;
        }
        try {
            String kind = kind(store, operation);
            if (haltAt(kind) == -(counts.getOrDefault(kind, 0L) + 1)) {
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
            if (haltAt(kind) == counts.merge(kind, 1L, Long::sum)) {
                Runtime.getRuntime().halt(STATUS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(String store, String operation) {
        return store + " " + operation;
    }

    /** 0 where nothing of this kind is armed. */
    private long haltAt(String kind) throws IOException {
        try {
            String[] armed = Files.readString(folder.resolve(HALT_AT)).split(" ", 2);
            return armed.length == 2 && armed[1].equals(kind) ? Long.parseLong(armed[0]) : 0;
        } catch (NoSuchFileException unarmed) {
            return 0;
        }
    }
}
