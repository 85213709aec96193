package io.avid.cli.connection;

import io.avid.cli.terminal.Surroundings;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Repeats calls that are safe to repeat while Avid is away for a moment: it may be restarted in the
 * middle of an import. Before the first answer nothing is waited for, since then it was not there
 * to begin with.
 */
public final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(5);

    private final Surroundings surroundings;
    private final ServerAddress address;
    private final Connection connection;
    private final Consumer<String> notices;
    private final BooleanSupplier ended;
    private boolean answered;

    /** @param notices is told what is waited for, and when it is over */
    public Patience(Surroundings surroundings, ServerAddress address, Connection connection, Consumer<String> notices) {
        this(surroundings, address, connection, notices, () -> false);
    }

    /** @param ended whether Avid is away for good, so that nothing is waited for */
    public Patience(Surroundings surroundings, ServerAddress address, Connection connection, Consumer<String> notices, BooleanSupplier ended) {
        this.surroundings = surroundings;
        this.address = address;
        this.connection = connection;
        this.notices = notices;
        this.ended = ended;
    }

    /** The answer to {@code call}, which is made again while Avid is away. */
    public <A> A ask(Supplier<A> call) {
        Instant away = Instant.MAX;
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                A answer = call.get();
                if (!away.equals(Instant.MAX)) {
                    notices.accept("Avid answers again.");
                }
                answered = true;
                return answer;
            } catch (StatusRuntimeException e) {
                FailedCall failed = FailedCall.of(e);
                Instant now = surroundings.time().instant();
                if (failed.mayPass() && ended.getAsBoolean()) {
                    throw e;
                }
                if (away.equals(Instant.MAX)) {
                    away = now;
                    if (answered && failed.mayPass()) {
                        notices.accept("Waiting up to " + LONGEST_ABSENCE.toMinutes() + " minutes: " + failed.message(address));
                    }
                }
                if (!answered || !failed.mayPass() || now.isAfter(away.plus(LONGEST_ABSENCE))) {
                    throw e;
                }
                surroundings.pause(pause);
                connection.reconnect();
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
