package io.avid.cli.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to have something done, remembered until its end is known: a command that is ended in the
 * middle and repeated sends the same request ids, and so takes up what it had begun, while the same
 * command after a known end is a new attempt. Only within a day: the same invoice raised a month later is
 * another one, whatever became of the first.
 */
public final class Attempt {
    private static final Duration TAKEN_UP_FOR = Duration.ofDays(1);
    private static final int KEY_DIGITS = 32;

    private final StateFolder state;
    private final String file;
    private final String id;
    private final boolean resumed;

    private Attempt(StateFolder state, String file, String id, boolean resumed) {
        this.state = state;
        this.file = file;
        this.id = id;
        this.resumed = resumed;
    }

    /**
     * The attempt to do something, begun by this command or by an earlier one that did not learn its end.
     *
     * @param what a word for the command
     * @param parts what makes it the same attempt: who is logged in, and everything that was given
     */
    public static Attempt of(StateFolder state, String what, List<String> parts, Instant now) {
        String key = Sha256.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)).substring(0, KEY_DIGITS);
        String file = what + "-" + key;
        Optional<String> begun = state.read(file).map(String::strip).filter(id -> isFresh(id, now));
        if (begun.isPresent()) {
            return new Attempt(state, file, begun.get(), true);
        }
        String id = "cli/" + what + "/" + key + "/" + now.toEpochMilli();
        state.write(file, id + "\n");
        return new Attempt(state, file, id, false);
    }

    private static boolean isFresh(String id, Instant now) {
        String begun = id.substring(id.lastIndexOf('/') + 1);
        return begun.matches("\\d{1,18}") && now.isBefore(Instant.ofEpochMilli(Long.parseLong(begun)).plus(TAKEN_UP_FOR));
    }

    /** What its request ids begin with. */
    public String id() {
        return id;
    }

    /** Whether an earlier command began it. */
    public boolean isResumed() {
        return resumed;
    }

    /** Its end is known: the same command is a new attempt from now on. */
    public void forget() {
        state.delete(file);
    }
}
