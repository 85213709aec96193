package io.avid.endtoend;

import io.avid.platform.store.WriteHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ends Avid's process at the write that a file names, as {@code kill -9} would: after it, when it is on
 * disk and the code that asked for it never learns of it; or before it, when what was done elsewhere
 * since the write before (at Stripe, say) is not on record yet.
 *
 * <p>Does nothing unless the system property {@value #FOLDER} names a folder. In it, {@code writes}
 * receives a line for every durable write; {@code halt-at} holds a number: when so many lines are
 * there, the process halts. A negative one halts it before that write.
 */
public final class HaltAtWrite implements WriteHook {
    static final String FOLDER = "avid.test.halt-at-write.folder";
    static final String WRITES = "writes";
    static final String HALT_AT = "halt-at";

    /** What the shell reports of a process ended by SIGKILL. */
    private static final int STATUS = 137;

    private final Path folder = System.getProperty(FOLDER) == null ? null : Path.of(System.getProperty(FOLDER));
    private long count;

    @Override
    public synchronized void beforeWrite(String store, String operation) {
        if (folder == null) {
            return;
        }
        try {
            if (haltAt() == -(count + 1)) {
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
            Files.writeString(folder.resolve(WRITES), store + " " + operation + "\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            count++;
            if (count == haltAt()) {
                Runtime.getRuntime().halt(STATUS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long haltAt() throws IOException {
        try {
            return Long.parseLong(Files.readString(folder.resolve(HALT_AT)).strip());
        } catch (NoSuchFileException unarmed) {
            return 0;
        }
    }
}
