package io.avid.customer.application;

import java.util.List;
import java.util.Optional;

/** The index by which customers are found by words and listed in order. */
public interface CustomerSearch {
    /**
     * What to look for.
     *
     * @param organisation whose customers
     * @param customer the only id that may be found, where there is one
     * @param words to find, the last one perhaps unfinished; empty lists all by display name
     * @param limit how many at most
     * @param position where the page before ended
     */
    record Query(String organisation, Optional<String> customer, String words, int limit, Optional<String> position) {}

    /**
     * What was found.
     *
     * @param ids in order
     * @param next where the next page begins, where there is one
     */
    record Found(List<String> ids, Optional<String> next) {
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
