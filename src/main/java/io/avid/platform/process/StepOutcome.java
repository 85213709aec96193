package io.avid.platform.process;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** How a step ended. */
public sealed interface StepOutcome {
    /**
     * It is done.
     *
     * @param references resource names to add to the process, by role
     * @param data values to keep for later steps; no personal data
     * @param note what staff should know of how it ended, shown with the step and, once it has succeeded, the
     *     process; empty where it is as expected. No personal data
     */
    record Done(Map<String, String> references, Map<String, String> data, String note) implements StepOutcome {
        public Done {
            references = Map.copyOf(references);
            data = Map.copyOf(data);
            Objects.requireNonNull(note, "note");
        }

        /** As expected. */
        public Done(Map<String, String> references, Map<String, String> data) {
            this(references, data, "");
        }
    }

    /**
     * It is to be run again later, as it waits for something that has its time.
     *
     * @param due when
     * @param message why, for people
     */
    record Later(Instant due, String message) implements StepOutcome {
        public Later {
            Objects.requireNonNull(due, "due");
            Objects.requireNonNull(message, "message");
        }
    }

    /** Done, with nothing to keep. */
    static StepOutcome done() {
        return new Done(Map.of(), Map.of());
    }

    /** Done, with resource names to add by role. */
    static StepOutcome done(Map<String, String> references) {
        return new Done(references, Map.of());
    }
}
