package io.avid.payment.application;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The index by which payments, refunds and links are listed, and by which what is not settled is found. */
public interface PaymentSearch {
    /** What there is. */
    enum Kind {
        PAYMENT, REFUND, LINK, SETUP
    }

    /**
     * What to look for.
     *
     * @param kind what
     * @param organisation whose
     * @param customer only of this customer, {@code customers/{id}}
     * @param state only in this state, by its name in the domain
     * @param reference only what is for this
     * @param payment only of this payment, by its id
     * @param limit how many at most
     * @param position where the page before ended
     */
    record Query(Kind kind, String organisation, Optional<String> customer, Optional<String> state, Optional<String> reference,
            Optional<String> payment, int limit, Optional<String> position) {}

    /**
     * One that was found.
     *
     * @param kind what
     * @param organisation whose
     * @param id its id
     * @param payment the id of the payment that it is part of; its own for a payment
     * @param created when it was asked for
     */
    record Hit(Kind kind, String organisation, String id, String payment, Instant created) {
        public Hit {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(organisation, "organisation");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(payment, "payment");
            Objects.requireNonNull(created, "created");
        }
    }

    /**
     * What was found.
     *
     * @param hits latest asked for first
     * @param next where the next page begins, where there is one
     * @param total how many match in all
     */
    record Found(List<Hit> hits, Optional<String> next, long total) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    /**
     * Searches. What this process wrote before is found.
     *
     * @throws io.avid.platform.error.Failure UNAVAILABLE where the index does not answer
     */
    Found search(Query query);

    /** Everything that is not settled, of all organisations or one, first asked for first. */
    List<Hit> unsettled(Optional<String> organisation);

    /** Writes the present state of these to the index: what needed no event, but is settled. */
    void refresh(Map<String, Set<String>> namesByOrganisation);
}
