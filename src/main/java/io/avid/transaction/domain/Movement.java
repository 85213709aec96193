package io.avid.transaction.domain;

import java.time.LocalDate;

/**
 * A change of what remains of a charge (to be paid) or of funds (to be allocated).
 *
 * @param effectiveDate    the business date from which it counts
 * @param recordedPosition the journal position from which it is known
 * @param deltaMinor       by how much the remaining amount changes
 */
public record Movement(LocalDate effectiveDate, long recordedPosition, long deltaMinor) {
}
