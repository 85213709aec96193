package io.avid.onboarding.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A receivables file of which everything is settled. Its rows can be read as often as needed. */
public final class ReadableReceivables implements Examination {
    private final ReceivablesSource source;
    private final ReadingPlan plan;
    private final Optional<GuessReport> report;

    ReadableReceivables(ReceivablesSource source, ReadingPlan plan, Optional<GuessReport> report) {
        this.source = source;
        this.plan = plan;
        this.report = report;
    }

    /** The complete map: with it {@link ReceivablesFile#reopen} reads the file in the same way, without another look. */
    public ReceivablesMapping mapping() {
        return plan.mapping();
    }

    /** What was found out and why; empty for a file that was only reopened. */
    public Optional<GuessReport> report() {
        return report;
    }

    public ReceivableRows rows() throws IOException {
        return new ReceivableRows(RowsBelowHeader.open(source, plan.dialect(), Optional.of(plan.mapping())), plan);
    }

    /** Begins a file of this one's rejected rows, in this one's own dialect. */
    public WriteRejects rejectsTo(OutputStream out) throws IOException {
        return new WriteRejects(out, plan.dialect(), plan.header());
    }
}
