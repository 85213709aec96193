package io.avid.platform.process;

import io.avid.platform.identifier.RequestIdentity;
import java.util.Map;
import java.util.Objects;
import java.time.Instant;
import java.util.Optional;

/**
 * A process to start.
 *
 * @param type one of the engine's definitions
 * @param input what it works from; kept with the process, no personal data
 * @param references resource names by role, shown with the process
 * @param request the call that starts it; the same call again answers the same process
 * @param notBefore when its first step is due; at once where absent
 */
public record ProcessStart(String type, Map<String, String> input, Map<String, String> references,
        RequestIdentity request, Optional<Instant> notBefore) {
    public ProcessStart {
        Objects.requireNonNull(type, "type");
        input = Map.copyOf(input);
        references = Map.copyOf(references);
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(notBefore, "notBefore");
    }

    /** A process that begins at once. */
    public static ProcessStart now(String type, Map<String, String> input, Map<String, String> references,
            RequestIdentity request) {
        return new ProcessStart(type, input, references, request, Optional.empty());
    }
}
