package io.avid.platform.process;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * When a step is tried again. The pause grows from attempt to attempt and is spread by half its
 * length, so that what failed together does not come back together.
 *
 * @param attempts attempts of one round before the process fails; the first one counts
 * @param firstPause pause after the first attempt
 * @param factor by how much it grows
 * @param longestPause what it grows to
 */
public record RetryPolicy(int attempts, Duration firstPause, double factor, Duration longestPause) {
    /** Some 20 minutes in all: an outage that people notice and end. */
    public static final RetryPolicy STANDARD = new RetryPolicy(50, Duration.ofMillis(200), 2, Duration.ofSeconds(30));

    public RetryPolicy {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(longestPause, "longestPause");
        if (attempts < 1 || factor < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("a retry policy has at least 1 attempt, a factor of at least 1 and pauses"
                    + " that do not shrink; given " + attempts + " attempts, factor " + factor + ", pauses "
                    + firstPause + " to " + longestPause);
        }
    }

    /** The pause after this attempt (from 1). */
    Duration pauseAfter(int attempt, RandomGenerator random) {
        double grown = firstPause.toMillis() * Math.pow(factor, Math.min(attempt - 1, 60));
        double pauseMillis = Math.min(grown, longestPause.toMillis());
        return Duration.ofMillis(Math.round(pauseMillis * (0.5 + random.nextDouble() / 2)));
    }
}
