package io.avid.onboarding.process;

/**
 * A row that says exactly what an earlier one said: it counts once.
 *
 * @param firstLine where it was said first
 */
public record RepeatedRow(long line, long firstLine, String invoiceNumber) implements RowOutcome {}
