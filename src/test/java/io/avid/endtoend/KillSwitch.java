package io.avid.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a test has in hand of an Avid with {@link HaltAtWrite}: which durable writes there were, and at which it is to end.
 * A write is named by its kind and which of its kind it is, since others come and go with the time that everything takes.
 */
final class KillSwitch {
    private static final long QUIET_MILLIS = 300;

    private final Path folder;
    private String armedKind = "";
    private int beforeArmed;

    /** @param temporary where the switch keeps its files */
    KillSwitch(Path temporary) throws IOException {
        this.folder = Files.createDirectory(temporary.resolve("control"));
    }

    /** For a process that is about to start: its writes count from one. */
    Map<String, String> systemProperties() throws IOException {
        disarm();
        Files.deleteIfExists(folder.resolve(HaltAtWrite.WRITES));
        return Map.of(HaltAtWrite.FOLDER, folder.toString());
    }

    /** Waits until writes in the background have ended. The kinds of all since the process's start, in order. */
    List<String> awaitQuiet() throws IOException, InterruptedException {
        List<String> before;
        List<String> now = writes();
        do {
            Thread.sleep(QUIET_MILLIS);
            before = now;
            now = writes();
        } while (now.size() != before.size());
        return now;
    }

    /**
     * From now on; what the process wrote before is over.
     *
     * @param ofItsKind which of those to come, from 1
     * @param side 1 after the write, -1 before it
     */
    void arm(String kind, int ofItsKind, int side) throws IOException, InterruptedException {
        armedKind = kind;
        beforeArmed = Collections.frequency(awaitQuiet(), kind);
        Files.writeString(folder.resolve(HaltAtWrite.HALT_AT), side * (beforeArmed + ofItsKind) + " " + kind);
    }

    /** How many of the armed kind there were since it was armed. */
    int ofItsKindSince() throws IOException, InterruptedException {
        return Collections.frequency(awaitQuiet(), armedKind) - beforeArmed;
    }

    void disarm() throws IOException {
        Files.deleteIfExists(folder.resolve(HaltAtWrite.HALT_AT));
    }

    private List<String> writes() throws IOException {
        Path written = folder.resolve(HaltAtWrite.WRITES);
        return Files.exists(written) ? Files.readAllLines(written) : List.of();
    }
}
