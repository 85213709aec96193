package io.avid.transaction.application;

import io.avid.platform.security.Principal;
import io.avid.transaction.application.TransactionIndex.Marker;
import io.avid.transaction.application.TransactionIndex.OpenCharge;
import io.avid.transaction.application.TransactionIndex.OpenItemsQuery;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.PostedTransaction;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The open items themselves, on any date, longest overdue first. */
public final class ListOpenItems {

    private final OpenJournals journals;
    private final TransactionIndex index;
    private final ReadIndex readIndex;
    private final ComputeAgeing ageing;

    /** @param ageing which knows what an empty date or currency means, so that both answer alike */
    public ListOpenItems(OpenJournals journals, TransactionIndex index, ComputeAgeing ageing) {
        this.journals = journals;
        this.index = index;
        this.readIndex = new ReadIndex(journals);
        this.ageing = ageing;
    }

    /**
     * Where a page begins. Every page is asked as of the position of the first, so that nothing shifts between pages.
     *
     * @param knownAtPosition the position
     * @param after           the last item of the page before
     */
    public record PageStart(long knownAtPosition, OpenCharge after) {
    }

    /**
     * What is asked; as of {@link ComputeAgeing.Question}.
     *
     * @param bucket  one bucket; empty means all
     * @param knownAt as it was known at this position; 0 means now
     */
    public record Question(Optional<LocalDate> asOf, Optional<String> currency, Optional<String> customer, Optional<AgeingBucket> bucket,
            Optional<PageStart> start, int limit, long readPosition, long knownAt, long waitMillis) {
    }

    /**
     * @param charge what was charged
     * @param open   what of it is owed
     */
    public record OpenItem(PostedTransaction charge, OpenCharge open) {
    }

    /** One page. */
    public record Page(LocalDate asOf, List<OpenItem> items, Optional<PageStart> next) {
    }

    /**
     * One page of what the principal sees.
     *
     * @throws io.avid.platform.error.Failure NOT_FOUND when it does not see the customer asked for
     */
    public Page page(Principal principal, Question question) {
        LocalDate asOf = question.asOf().orElseGet(() -> ageing.today(principal));
        Optional<String> customer = SeenCustomer.of(principal, question.customer());
        String currency = question.currency().orElseGet(() -> ageing.currency(principal, customer));
        Marker marker = readIndex.at(principal.organisation(), Math.max(question.readPosition(), question.knownAt()), question.waitMillis());
        long position = question.start().map(PageStart::knownAtPosition).orElse(question.knownAt() == 0 ? marker.position() : question.knownAt());
        OpenItemsQuery query = new OpenItemsQuery(new Part(principal.organisation(), marker.generation()), asOf, position, currency, customer);
        List<OpenCharge> found = index.openCharges(query, question.bucket(), question.start().map(PageStart::after), question.limit() + 1);
        List<OpenCharge> shown = found.size() > question.limit() ? found.subList(0, question.limit()) : found;
        List<OpenItem> items = journals.of(principal.organisation()).journal().read(journal -> shown.stream()
                .map(open -> new OpenItem(journal.transaction(open.charge()).orElseThrow(), open)).toList());
        return new Page(asOf, items, found.size() > question.limit() ? Optional.of(new PageStart(position, shown.getLast())) : Optional.empty());
    }
}
