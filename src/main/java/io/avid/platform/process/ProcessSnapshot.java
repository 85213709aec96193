package io.avid.platform.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process as it stands; {@link ProcessMessages} makes {@code avid.process.v1.Process} of it.
 *
 * @param name {@code processes/{module}-{id}}
 * @param reason why it failed, for programs: the reason of the failure; empty where it did not
 * @param resultCount item results kept so far, for {@link ProcessEngine#results}
 */
public record ProcessSnapshot(String name, String type, State state, List<StepSnapshot> steps,
        Map<String, Long> counters, long itemsDone, long itemsTotal, Map<String, String> references, String message,
        String reason, String actor, Map<String, String> input, Map<String, String> data, long resultCount, Instant createTime,
        Instant updateTime, Optional<Instant> endTime, String etag) {

    /** Where a process or a step stands, by the names of {@code avid.process.v1.ProcessState}. */
    public enum State {
        PENDING,
        RUNNING,
        WAITING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether nothing more happens unless somebody retries it. */
        public boolean isEnd() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /** One step as it stands. */
    public record StepSnapshot(String step, State state, int attempt, Optional<Instant> dueTime, String message) {}
}
