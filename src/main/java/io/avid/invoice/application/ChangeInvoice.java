package io.avid.invoice.application;

import io.avid.invoice.domain.Invoice;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.Fact;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes an invoice by one of its rules, in one write with what is published of it. A draft whose
 * issuing was interrupted is issued first, so that a rule sees what it is.
 */
public final class ChangeInvoice {
    private final AggregateStore<Invoice> invoices;
    private final IssueInvoice issueInvoice;
    private final InvoiceFacts facts;

    public ChangeInvoice(AggregateStore<Invoice> invoices, IssueInvoice issueInvoice, InvoiceFacts facts) {
        this.invoices = invoices;
        this.issueInvoice = issueInvoice;
        this.facts = facts;
    }

    /**
     * Changes it; the same request again answers what it answered.
     *
     * @param check of what is there, before the rule
     * @param rule makes the next state, or throws
     * @throws io.avid.platform.error.Failure NOT_FOUND, and what check and rule throw
     */
    public Stored<Invoice> change(Principal by, String id, RequestIdentity request, Consumer<Stored<Invoice>> check,
            Function<Invoice, Invoice> rule) {
        Stored<Invoice> settled = issueInvoice.settle(invoices.get(by.organisation(), id), true);
        return invoices.update(by, settled, Optional.of(request), current -> {
            check.accept(current);
            Invoice next = rule.apply(current.state());
            // Nothing changed: the request is recorded all the same, and there is nothing to tell.
            return Change.to(next, next.equals(current.state()) ? List.of() : List.of(fact(id, current.state(), next)));
        });
    }

    private Fact fact(String id, Invoice before, Invoice after) {
        String name = invoices.nameOf(id);
        String customer = after.content().customer();
        if (before.stage() == after.stage()) {
            return facts.updated(name, customer);
        }
        return switch (after.stage()) {
            case VOID -> facts.voided(name, customer);
            case DELETED -> facts.deleted(name, customer);
            case DRAFT, ISSUED -> throw new IllegalStateException("no rule but issuing makes an invoice " + after.stage());
        };
    }
}
