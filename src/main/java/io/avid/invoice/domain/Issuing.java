package io.avid.invoice.domain;

import java.time.LocalDate;
import java.util.Objects;

/**
 * That a draft is to be issued, and how: from now on its content is final, unless the number that it
 * asks for cannot be had. Whoever meets it finishes it.
 *
 * @param requestId the call that issues it
 * @param fingerprint of that call
 * @param actor who called
 * @param issueDate the day that its number will have
 * @param dueDate when it is to be paid
 */
public record Issuing(String requestId, String fingerprint, String actor, LocalDate issueDate, LocalDate dueDate) {
    public Issuing {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(issueDate, "issueDate");
        Objects.requireNonNull(dueDate, "dueDate");
    }
}
