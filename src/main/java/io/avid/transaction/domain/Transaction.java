package io.avid.transaction.domain;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One business fact with all its entries, as it was posted; never changed once it is in a block.
 *
 * @param id            see {@link TransactionId#derive}
 * @param externalId    what it is called where it comes from; unique in the organisation
 * @param invoiceNumber as printed on the invoice
 * @param currency      ISO 4217
 * @param amountMinor   whole minor units, positive whatever the kind
 * @param terms         what is particular to its kind
 * @param attributes    short facts about it, such as delivery or country, as they were given; in key order
 * @param entries       two or more that sum to zero in each currency
 * @param actor         who had it posted, as the token's subject
 */
public record Transaction(
        TransactionId id,
        Optional<String> externalId,
        Optional<String> invoiceNumber,
        String currency,
        long amountMinor,
        Terms terms,
        Map<String, String> attributes,
        List<Entry> entries,
        String actor) {

    public Transaction {
        // A sorted copy: the order in which a map was filled must not show in a block's bytes.
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        entries = List.copyOf(entries);
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("Transaction " + id.value() + " has amount " + amountMinor + "; expected a positive number of minor units.");
        }
        if (entries.size() < 2) {
            throw new IllegalArgumentException("Transaction " + id.value() + " has " + entries.size() + " entries; expected two or more.");
        }
        sumByCurrency(entries).forEach((sumCurrency, sum) -> {
            if (sum != 0) {
                throw new IllegalArgumentException("The entries of transaction " + id.value() + " sum to " + sum + " in " + sumCurrency + "; expected zero.");
            }
        });
    }

    /** What was marked when it was posted. */
    Marks marks() {
        return new Marks(terms instanceof Terms.Charge charge && charge.disputed(), attributes);
    }

    /** The kind of business fact. */
    public TransactionKind kind() {
        return terms.kind();
    }

    private static Map<String, Long> sumByCurrency(List<Entry> entries) {
        Map<String, Long> sums = new HashMap<>();
        for (Entry entry : entries) {
            sums.merge(entry.currency(), entry.amountMinor(), Math::addExact);
        }
        return sums;
    }
}
