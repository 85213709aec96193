package io.avid.onboarding.process;

import java.util.List;
import java.util.Optional;

/**
 * A file that is not read until a person has answered.
 *
 * @param findings at least one; all there are, at once
 * @param report what could be found out all the same; empty when the file is no table
 * @param mapSoFar the map that was found so far, to be completed by the answers; empty when there is none
 */
public record UnreadableReceivables(List<Finding> findings, Optional<GuessReport> report, String mapSoFar)
        implements Examination {
    public UnreadableReceivables {
        findings = List.copyOf(findings);
    }
}
