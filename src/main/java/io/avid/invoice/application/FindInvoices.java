package io.avid.invoice.application;

import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Settled;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Invoices by name or in a list, as far as the caller may see them: a customer's login sees its own, and no drafts. */
public final class FindInvoices {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;

    private final AggregateStore<Invoice> invoices;
    private final IssueInvoice issueInvoice;
    private final InvoiceSearch search;

    public FindInvoices(AggregateStore<Invoice> invoices, IssueInvoice issueInvoice, InvoiceSearch search) {
        this.invoices = invoices;
        this.issueInvoice = issueInvoice;
        this.search = search;
    }

    /**
     * What to list.
     *
     * @param customer by resource name; absent means all
     * @param stage absent means all
     * @param settled absent means all
     * @param dueBefore absent means all
     * @param number a number or its beginning; empty means all
     */
    public record Wanted(Optional<String> customer, Optional<Stage> stage, Optional<Settled> settled,
            Optional<LocalDate> dueBefore, String number) {}

    /** A page, where the next one begins, and how many match in all. */
    public record Page(List<Stored<Invoice>> invoices, Optional<String> next, long total) {
        public Page {
            invoices = List.copyOf(invoices);
        }
    }

    /**
     * One by name.
     *
     * @throws Failure NOT_FOUND, also where the caller may not see it
     */
    public Stored<Invoice> get(Principal principal, String name) {
        Stored<Invoice> found = issueInvoice.settle(invoices.get(principal.organisation(), invoices.idOf(name)), false);
        if (!visible(principal).contains(found.state().stage()) || !principal.sees(found.state().content().customer())) {
            throw Failure.notFound(name);
        }
        return found;
    }

    /**
     * One page, latest first.
     *
     * @param pageSize how many at most; 0 means the default
     * @param position where the page before ended
     */
    public Page list(Principal principal, Wanted wanted, int pageSize, Optional<String> position) {
        if (wanted.customer().isPresent() && !principal.sees(wanted.customer().get())) {
            throw Failure.notFound(wanted.customer().get());
        }
        Set<Stage> stages = visible(principal);
        wanted.stage().ifPresent(stage -> stages.retainAll(Set.of(stage)));
        if (stages.isEmpty()) {
            return new Page(List.of(), Optional.empty(), 0);
        }
        int limit = pageSize == 0 ? PAGE_SIZE_DEFAULT : Math.min(pageSize, PAGE_SIZE_MAX);
        InvoiceSearch.Found found = search.search(new InvoiceSearch.Query(principal.organisation(),
                principal.customer().or(wanted::customer), stages, wanted.settled(), wanted.dueBefore(),
                wanted.number(), limit, position));
        // What they are is read from the store: it may be a moment ahead of the index.
        return new Page(invoices.getAll(principal.organisation(), found.ids()).stream()
                .map(invoice -> issueInvoice.settle(invoice, false))
                .filter(invoice -> visible(principal).contains(invoice.state().stage()))
                .toList(), found.next(), found.total());
    }

    private static Set<Stage> visible(Principal principal) {
        return principal.customer().isPresent()
                ? EnumSet.of(Stage.ISSUED, Stage.VOID)
                : EnumSet.of(Stage.DRAFT, Stage.ISSUED, Stage.VOID);
    }
}
