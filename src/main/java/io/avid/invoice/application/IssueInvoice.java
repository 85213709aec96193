package io.avid.invoice.application;

import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.invoice.domain.Issuing;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.Stored;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a draft its number and makes it final.
 *
 * <p>Three writes, none of which can be torn. First the draft notes how it is to be issued: its day,
 * its due date and the request that asks. From then on its content stays as it is. Then the number is
 * inserted in the register, which alone says that the draft is issued. Last the invoice takes over what
 * the register says. A process that dies in between leaves a draft that whoever meets it next finishes:
 * a reader if the number is there, a writer in any case. So the number that was taken is the
 * invoice's, and an invoice never has two.
 *
 * <p>Where the number cannot be had (its day is before the series' last), the draft forgets that it
 * was to be issued. No number can be inserted for it after that, since the day was settled before and
 * the series' last day never goes back.
 */
public final class IssueInvoice {
    private static final String BEFORE_LAST = "ISSUE_DATE_BEFORE_LAST";

    private final AggregateStore<Invoice> invoices;
    private final AssignNumber numbers;
    private final InvoiceFacts facts;
    private final OrganisationProfiles organisations;
    private final InstantSource clock;
    private final String method;

    /**
     * @param method full name of the RPC that issues: a request is known by it
     */
    public IssueInvoice(AggregateStore<Invoice> invoices, AssignNumber numbers, InvoiceFacts facts,
            OrganisationProfiles organisations, InstantSource clock, String method) {
        this.invoices = invoices;
        this.numbers = numbers;
        this.facts = facts;
        this.organisations = organisations;
        this.clock = clock;
        this.method = method;
    }

    /**
     * Issues it.
     *
     * @param etag of the draft as the caller read it; empty issues it as it is
     * @throws Failure NOT_FOUND, ABORTED (ETAG_STALE), FAILED_PRECONDITION (INVOICE_STATE_UNFIT,
     *     ISSUE_DATE_BEFORE_LAST), INVALID_ARGUMENT (INVOICE_DATE_INVALID)
     */
    public Stored<Invoice> issue(Principal by, String id, String etag, RequestIdentity request) {
        Stored<Invoice> current = invoices.get(by.organisation(), id);
        if (isBegunBy(current.state(), request)) {
            return again(by, current, request);
        }
        Stored<Invoice> settled = settle(current, true);
        LocalDate today = organisations.of(by.organisation()).today(clock);
        Stored<Invoice> begun = invoices.update(by, settled, Optional.empty(), draft -> {
            if (isBegun(draft) || isBegunBy(draft.state(), request)) {
                // Another call was faster; what it began is settled or answered below.
                return Change.to(draft.state(), List.of());
            }
            if (!etag.isEmpty() && !etag.equals(draft.etag())) {
                throw Failure.stale(invoices.nameOf(id), etag, draft.etag());
            }
            return Change.to(draft.state().beginIssue(invoices.nameOf(id), request.requestId(), request.fingerprint(),
                    by.actor(), today), List.of());
        });
        Issuing how = begun.state().issuing().orElseThrow();
        if (!how.requestId().equals(request.requestId())) {
            return issue(by, id, etag, request);
        }
        if (begun.state().stage() != Stage.DRAFT) {
            return again(by, begun, request);
        }
        try {
            return finish(begun, how);
        } catch (Failure failure) {
            if (failure.reason().equals(BEFORE_LAST) && begun.state().content().issueDate().isEmpty()
                    && organisations.of(by.organisation()).today(clock).isAfter(how.issueDate())) {
                // The day ended meanwhile, and another invoice was issued on the next one.
                return issue(by, id, etag, request);
            }
            throw failure;
        }
    }

    private static boolean isBegun(Stored<Invoice> invoice) {
        return invoice.state().stage() == Stage.DRAFT && invoice.state().issuing().isPresent();
    }

    private static boolean isBegunBy(Invoice invoice, RequestIdentity request) {
        return invoice.issuing().filter(how -> how.requestId().equals(request.requestId())).isPresent();
    }

    /** The same request again: it is finished, or answered as it was. */
    private Stored<Invoice> again(Principal by, Stored<Invoice> current, RequestIdentity request) {
        Issuing how = current.state().issuing().orElseThrow();
        if (!how.fingerprint().equals(request.fingerprint())) {
            throw Failure.requestIdReused(request.requestId());
        }
        if (current.state().stage() == Stage.DRAFT) {
            return finish(current, how);
        }
        return invoices.update(by, current, Optional.of(request), issued -> {
            throw Invoice.unfit(invoices.nameOf(current.id()), issued.state().stage(), Stage.DRAFT);
        });
    }

    /**
     * The invoice as it is: a draft whose number was taken is made what it became.
     *
     * @param finish whether a draft that is to be issued and has no number yet is issued now
     */
    Stored<Invoice> settle(Stored<Invoice> current, boolean finish) {
        if (!isBegun(current)) {
            return current;
        }
        Issuing how = current.state().issuing().orElseThrow();
        if (finish) {
            try {
                return finish(current, how);
            } catch (Failure failure) {
                if (failure.kind() != FailureKind.FAILED_PRECONDITION) {
                    throw failure;
                }
                // It could not be issued and is a draft again.
                return invoices.get(current.organisation(), current.id());
            }
        }
        return numbers.find(current.organisation(), current.id())
                .map(number -> complete(current, how, number)).orElse(current);
    }

    private Stored<Invoice> finish(Stored<Invoice> current, Issuing how) {
        try {
            return complete(current, how, numbers.assign(current.organisation(), current.id(),
                    current.state().content().series(), how));
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.FAILED_PRECONDITION) {
                withdraw(current, how);
            }
            throw failure;
        }
    }

    private Stored<Invoice> complete(Stored<Invoice> current, Issuing how, InvoiceNumber number) {
        var request = new RequestIdentity(method, how.requestId(), how.fingerprint());
        return invoices.update(issuer(current, how), current, Optional.of(request), draft -> {
            if (draft.state().stage() != Stage.DRAFT) {
                throw Invoice.unfit(invoices.nameOf(current.id()), draft.state().stage(), Stage.DRAFT);
            }
            Invoice issued = draft.state().issued(number);
            return Change.to(issued, List.of(facts.issued(invoices.nameOf(current.id()), issued.content().customer(),
                    number.printed())));
        });
    }

    private void withdraw(Stored<Invoice> current, Issuing how) {
        invoices.update(issuer(current, how), current, Optional.empty(), draft ->
                draft.state().stage() == Stage.DRAFT && draft.state().issuing().equals(Optional.of(how))
                        ? Change.to(draft.state().withdrawIssue(), List.of())
                        : Change.to(draft.state(), List.of()));
    }

    /** Who asked for it, whoever finishes it. */
    private static Principal issuer(Stored<Invoice> current, Issuing how) {
        return Principal.staff(current.organisation(), how.actor(), Set.of());
    }
}
