package io.avid.cli.receivables;

import io.avid.cli.connection.StateFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to bring a file in, remembered until its end is known: a command that is ended in the
 * middle and repeated sends the same request ids, and so takes up its own upload and its own
 * process, while importing a file again later is a new attempt that finds out what is new.
 */
final class ImportAttempt {
    private final StateFolder state;
    private final String file;
    private final String id;
    private final boolean resumed;

    private ImportAttempt(StateFolder state, String file, String id, boolean resumed) {
        this.state = state;
        this.file = file;
        this.id = id;
        this.resumed = resumed;
    }

    /** The attempt for a content under a file name; who is logged in is part of it. */
    static ImportAttempt of(StateFolder state, String organisation, String fileName, String sha256, Instant now) {
        String key = Sha256.of((organisation + "\n" + fileName + "\n" + sha256).getBytes(StandardCharsets.UTF_8));
        String file = "import-" + key.substring(0, 32);
        Optional<String> begun = state.read(file).map(String::strip).filter(id -> !id.isEmpty());
        if (begun.isPresent()) {
            return new ImportAttempt(state, file, begun.get(), true);
        }
        String id = "cli/import/" + key.substring(0, 32) + "/" + now.toEpochMilli();
        state.write(file, id + "\n");
        return new ImportAttempt(state, file, id, false);
    }

    /** What its request ids begin with. */
    String id() {
        return id;
    }

    /** Whether an earlier command began it. */
    boolean isResumed() {
        return resumed;
    }

    /** Its end is known: the next import of the file is a new attempt. */
    void forget() {
        state.delete(file);
    }
}
