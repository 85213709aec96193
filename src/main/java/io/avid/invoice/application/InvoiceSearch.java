package io.avid.invoice.application;

import io.avid.invoice.domain.Invoice.Settled;
import io.avid.invoice.domain.Invoice.Stage;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The index by which invoices are listed. */
public interface InvoiceSearch {
    /**
     * What to look for.
     *
     * @param organisation whose invoices
     * @param customer billed to this one alone, by resource name
     * @param stages in one of these
     * @param settled settled so
     * @param dueBefore due before this day
     * @param number this number or the beginning of one; empty means any
     * @param limit how many at most
     * @param position where the page before ended
     */
    record Query(String organisation, Optional<String> customer, Set<Stage> stages, Optional<Settled> settled,
            Optional<LocalDate> dueBefore, String number, int limit, Optional<String> position) {}

    /**
     * What was found.
     *
     * @param ids latest first
     * @param next where the next page begins, where there is one
     * @param total how many match in all
     */
    record Found(List<String> ids, Optional<String> next, long total) {
        public Found {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Searches. What this process wrote before is found.
     *
     * @throws io.avid.platform.error.Failure UNAVAILABLE where the index does not answer
     */
    Found search(Query query);
}
