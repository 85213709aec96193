package io.avid.invoice.domain;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An invoice, from its draft to its settlement.
 *
 * @param stage where it stands
 * @param content what it says
 * @param number its number once it is issued
 * @param issuing how it is issued, from the moment that this is decided
 * @param links what was made for it
 * @param settlement how much the ledger says is settled
 * @param reservedBy who collects it at the moment
 * @param reservations what else is remembered of reservations
 * @param voidReason why it is void
 */
public record Invoice(Stage stage, InvoiceContent content, Optional<InvoiceNumber> number, Optional<Issuing> issuing,
        Links links, Settlement settlement, Optional<String> reservedBy, Reservations reservations, String voidReason) {

    public Invoice {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(issuing, "issuing");
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(settlement, "settlement");
        Objects.requireNonNull(reservedBy, "reservedBy");
        Objects.requireNonNull(reservations, "reservations");
        Objects.requireNonNull(voidReason, "voidReason");
    }

    /** Where an invoice stands; what is deleted is kept as nothing but that. */
    public enum Stage {
        DRAFT,
        ISSUED,
        VOID,
        DELETED
    }

    /** How far an invoice is settled. */
    public enum Settled {
        NOTHING_OWED,
        OPEN,
        PARTLY_SETTLED,
        SETTLED
    }

    /**
     * What was made for an issued invoice, by resource name; empty where it was not yet.
     *
     * @param charge in the ledger
     * @param document its PDF
     */
    public record Links(String charge, String document) {
        public Links {
            Objects.requireNonNull(charge, "charge");
            Objects.requireNonNull(document, "document");
        }
    }

    /**
     * What the ledger told.
     *
     * @param minor how much is settled, whole minor units
     * @param position journal position that it includes; 0 before the first
     */
    public record Settlement(long minor, long position) {}

    /** A new draft; fails as {@link InvoiceAmounts#of} and where it is due before it is issued. */
    public static Invoice draft(InvoiceContent content) {
        return new Invoice(Stage.DRAFT, content.checked(), Optional.empty(), Optional.empty(), new Links("", ""),
                new Settlement(0, 0), Optional.empty(), Reservations.NONE, "");
    }

    /** How far it is settled. */
    public Settled settled() {
        if (stage != Stage.ISSUED) {
            return Settled.NOTHING_OWED;
        }
        if (settlement.minor() == 0) {
            return Settled.OPEN;
        }
        return settlement.minor() < content.amounts().totalMinor() ? Settled.PARTLY_SETTLED : Settled.SETTLED;
    }

    /** A draft with other content. */
    public Invoice revised(String name, InvoiceContent revised) {
        requireStage(name, Stage.DRAFT);
        return withContent(revised.checked());
    }

    /** Nothing but that there was a draft. */
    public Invoice deleted(String name) {
        requireStage(name, Stage.DRAFT);
        return withStage(Stage.DELETED);
    }

    /**
     * A draft that is to be issued, its days settled.
     *
     * @param today the organisation's day, taken where the draft names none
     */
    public Invoice beginIssue(String name, String requestId, String fingerprint, String actor, LocalDate today) {
        requireStage(name, Stage.DRAFT);
        content.amounts();
        LocalDate issueDate = content.issueDate().orElse(today);
        return withIssuing(Optional.of(new Issuing(requestId, fingerprint, actor, issueDate, content.dueDate(issueDate))));
    }

    /** A draft again, as its number could not be had. */
    public Invoice withdrawIssue() {
        return withIssuing(Optional.empty());
    }

    /** Issued, with the number that was taken for it. */
    public Invoice issued(InvoiceNumber taken) {
        Issuing how = issuing.orElseThrow(() -> new IllegalStateException("an invoice has a number that it did not ask for"));
        return new Invoice(Stage.ISSUED, content.dated(how.issueDate(), how.dueDate()), Optional.of(taken), issuing, links,
                settlement, reservedBy, reservations, voidReason);
    }

    /**
     * Withdrawn; it keeps its number.
     *
     * @param by who reserved it to withdraw it; empty where nobody did
     */
    public Invoice voided(String name, String by, String reason) {
        requireStage(name, Stage.ISSUED);
        reservedBy.filter(holder -> !holder.equals(by)).ifPresent(holder -> {
            throw reserved(name, holder);
        });
        return new Invoice(Stage.VOID, content, number, issuing, links, settlement, Optional.empty(),
                reservedBy.map(reservations::ended).orElse(reservations), reason);
    }

    /** With what was made for it; what is empty stays as it is. */
    public Invoice linked(String name, String charge, String document) {
        requireIssued(name);
        return withLinks(new Links(link(name, "charge", links.charge(), charge),
                link(name, "document", links.document(), document)));
    }

    private static String link(String name, String field, String existing, String given) {
        if (given.isEmpty() || given.equals(existing)) {
            return existing;
        }
        if (!existing.isEmpty()) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "LINK_CONFLICT", name + " has " + field + " " + existing
                    + "; given " + given + ". A link is made once.",
                    Map.of("field", field, "given", given, "existing", existing));
        }
        return given;
    }

    /** With what the ledger says is settled, unless that is known or older. */
    public Invoice settledAs(String name, long minor, long position) {
        requireIssued(name);
        long total = content.amounts().totalMinor();
        if (minor > total) {
            throw Failure.invalid("settled_minor", "is " + minor + ", expected at most the total of " + total);
        }
        return position <= settlement.position() ? this : withSettlement(new Settlement(minor, position));
    }

    /** Reserved for who collects it. */
    public Invoice reserved(String name, String holder, String requestId) {
        if (reservations.cancels(holder, requestId)) {
            throw Failure.of(FailureKind.ABORTED, "RESERVATION_CANCELLED", "The reservation of " + name + " for " + holder
                    + " was released before it came. Do not repeat it.", Map.of("invoice", name, "holder", holder));
        }
        requireStage(name, Stage.ISSUED);
        reservedBy.filter(other -> !other.equals(holder)).ifPresent(other -> {
            throw reserved(name, other);
        });
        return withReservation(Optional.of(holder), reservations);
    }

    /**
     * No longer reserved for this holder. What never was reserved for it is remembered as cancelled, so
     * that the reservation does not take effect when it comes.
     *
     * @param reserveRequestId the request that reserved, or was to; empty means any of the holder's
     */
    public Invoice released(String name, String holder, String reserveRequestId) {
        requireIssued(name);
        return reservedBy.filter(holder::equals).isPresent()
                ? withReservation(Optional.empty(), reservations.ended(holder))
                : withReservation(reservedBy, reservations.releasedUnheld(holder, reserveRequestId));
    }

    private Failure reserved(String name, String holder) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "INVOICE_RESERVED", name + " is being collected by " + holder
                + ". Wait until that has ended, or cancel it.", Map.of("invoice", name, "reserved_by", holder));
    }

    private void requireIssued(String name) {
        if (stage != Stage.VOID) {
            requireStage(name, Stage.ISSUED);
        }
    }

    private void requireStage(String name, Stage expected) {
        if (stage == Stage.DELETED) {
            throw Failure.notFound(name);
        }
        if (stage != expected) {
            throw unfit(name, stage, expected);
        }
    }

    /** FAILED_PRECONDITION (INVOICE_STATE_UNFIT). */
    public static Failure unfit(String name, Stage stage, Stage expected) {
        String advice = switch (expected) {
            case DRAFT -> "An issued invoice is final: void it and raise another.";
            case ISSUED -> stage == Stage.DRAFT ? "Issue it first." : "A void invoice stays void: raise another.";
            case VOID, DELETED -> "";
        };
        return Failure.of(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", name + " is " + stage + ", expected "
                + expected + ". " + advice,
                Map.of("invoice", name, "state", stage.name(), "expected", expected.name()));
    }

    private Invoice withContent(InvoiceContent changed) {
        return new Invoice(stage, changed, number, issuing, links, settlement, reservedBy, reservations, voidReason);
    }

    private Invoice withStage(Stage changed) {
        return new Invoice(changed, content, number, issuing, links, settlement, reservedBy, reservations,
                voidReason);
    }

    private Invoice withIssuing(Optional<Issuing> changed) {
        return new Invoice(stage, content, number, changed, links, settlement, reservedBy, reservations, voidReason);
    }

    private Invoice withLinks(Links changed) {
        return new Invoice(stage, content, number, issuing, changed, settlement, reservedBy, reservations, voidReason);
    }

    private Invoice withSettlement(Settlement changed) {
        return new Invoice(stage, content, number, issuing, links, changed, reservedBy, reservations, voidReason);
    }

    private Invoice withReservation(Optional<String> holder, Reservations changed) {
        return new Invoice(stage, content, number, issuing, links, settlement, holder, changed, voidReason);
    }
}
