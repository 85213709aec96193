package io.avid.transaction.application;

import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.Principal;
import io.avid.transaction.application.TransactionIndex.CustomerOpenItems;
import io.avid.transaction.application.TransactionIndex.Marker;
import io.avid.transaction.application.TransactionIndex.OpenItemsQuery;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.Account;
import io.avid.transaction.domain.AgeingBucket;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Open items in buckets by how late they are, in all and by customer, on any date. */
public final class ComputeAgeing {

    private final OpenJournals journals;
    private final TransactionIndex index;
    private final ReadIndex readIndex;
    private final InstantSource clock;
    private final OrganisationProfiles organisations;

    public ComputeAgeing(OpenJournals journals, TransactionIndex index, InstantSource clock,
            OrganisationProfiles organisations) {
        this.journals = journals;
        this.index = index;
        this.readIndex = new ReadIndex(journals);
        this.clock = clock;
        this.organisations = organisations;
    }

    /**
     * What is asked.
     *
     * @param asOf           the day; empty means today
     * @param currency       ISO 4217; empty means the only one, or the default
     * @param customer       one customer's resource name; empty means all
     * @param afterCustomer  after which customer the page begins
     * @param customersAtMost how many customers the page has; 0 for none
     */
    public record Question(Optional<LocalDate> asOf, Optional<String> currency, Optional<String> customer, Optional<String> afterCustomer,
            int customersAtMost, long readPosition, long waitMillis) {
    }

    /**
     * The answer.
     *
     * @param totals          over all customers
     * @param customers       how many have an open item
     * @param otherCurrencies that the principal sees accounts in
     * @param page            the customers asked for, in the order of their names
     * @param next            after which customer the next page begins
     */
    public record Ageing(LocalDate asOf, String currency, Totals totals, long customers, Set<String> otherCurrencies,
            List<CustomerOpenItems> page, Optional<String> next) {
    }

    /**
     * @param items        how many are open
     * @param totalMinor   what is owed on them
     * @param bucketsMinor the same by how late; every bucket is there
     */
    public record Totals(long items, long totalMinor, Map<AgeingBucket, Long> bucketsMinor) {
    }

    /**
     * Sums exactly; an organisation whose total leaves 64 bits is refused, never rounded.
     *
     * @throws io.avid.platform.error.Failure NOT_FOUND when the principal does not see the customer asked for
     */
    public Ageing compute(Principal principal, Question question) {
        LocalDate asOf = question.asOf().orElseGet(() -> today(principal));
        Optional<String> customer = SeenCustomer.of(principal, question.customer());
        String currency = question.currency().orElseGet(() -> currency(principal, customer));
        Set<String> others = currencies(principal, customer);
        others.remove(currency);

        Marker marker = readIndex.at(principal.organisation(), question.readPosition(), question.waitMillis());
        Counting counting = new Counting(question);
        index.ageing(new OpenItemsQuery(new Part(principal.organisation(), marker.generation()), asOf, marker.position(), currency, customer), counting::add);
        return new Ageing(asOf, currency, counting.totals(), counting.customers, others, counting.page, counting.next());
    }

    /** What an empty currency means: the only one there is, or the default. */
    String currency(Principal principal, Optional<String> customer) {
        Set<String> currencies = currencies(principal, customer);
        return currencies.size() == 1 ? currencies.iterator().next() : organisations.of(principal.organisation()).currency().getCurrencyCode();
    }

    /** What an empty date means. */
    LocalDate today(Principal principal) {
        return organisations.of(principal.organisation()).today(clock);
    }

    private Set<String> currencies(Principal principal, Optional<String> customer) {
        return journals.of(principal.organisation()).journal().read(journal -> {
            Set<String> found = new TreeSet<>();
            for (Account account : customer.isPresent() ? journal.accounts(customer.get()) : journal.accounts()) {
                if (principal.sees(account.customer())) {
                    found.add(account.currency());
                }
            }
            return found;
        });
    }

    private static final class Counting {
        private final Question question;
        private final Map<AgeingBucket, Long> buckets = new EnumMap<>(AgeingBucket.class);
        private final List<CustomerOpenItems> page = new ArrayList<>();
        private boolean more;
        private long items;
        private long customers;

        Counting(Question question) {
            this.question = question;
            for (AgeingBucket bucket : AgeingBucket.values()) {
                buckets.put(bucket, 0L);
            }
        }

        void add(CustomerOpenItems customer) {
            customers++;
            items += customer.items();
            customer.bucketsMinor().forEach((bucket, minor) -> buckets.merge(bucket, minor, Math::addExact));
            boolean afterPageStart = question.afterCustomer().isEmpty() || customer.customer().compareTo(question.afterCustomer().get()) > 0;
            if (afterPageStart && page.size() < question.customersAtMost()) {
                page.add(customer);
            } else if (afterPageStart && question.customersAtMost() > 0) {
                more = true;
            }
        }

        Totals totals() {
            return new Totals(items, buckets.values().stream().reduce(0L, Math::addExact), buckets);
        }

        Optional<String> next() {
            return more ? Optional.of(page.getLast().customer()) : Optional.empty();
        }
    }
}
