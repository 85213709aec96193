package io.avid.onboarding.process;

import java.util.List;
import java.util.Optional;

/**
 * A file that is not read until a person has answered.
 *
 * @param findings at least one; all there are, at once
 * @param report what could be found out all the same; empty when the file is no table
 * @param mapSoFar what is settled of the map, to be completed by the answers
 */
public record UnreadableReceivables(List<Finding> findings, Optional<GuessReport> report, ReceivablesMapping mapSoFar)
        implements Examination {
    public UnreadableReceivables {
        findings = List.copyOf(findings);
    }
}
