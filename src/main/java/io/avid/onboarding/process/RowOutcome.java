package io.avid.onboarding.process;

/** What became of one row of a file. */
public sealed interface RowOutcome permits ReceivableRow, RejectedRow, RepeatedRow {
    /** Where the row begins in the file, whose first line is 1. */
    long line();
}
