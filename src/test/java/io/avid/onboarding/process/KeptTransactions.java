package io.avid.onboarding.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Transactions as module transaction publishes them: an external id has one content, a repeated request answers what
 * it answered before, and a payment settles no more than what is open.
 */
final class KeptTransactions implements TransactionLedger {
    final Map<String, FoundTransaction> found = new LinkedHashMap<>();
    final Map<String, Long> openMinor = new HashMap<>();
    private final Map<String, Posting> posted = new HashMap<>();
    private final Map<String, List<Object>> requests = new HashMap<>();
    private final Map<String, Outcomes> answers = new HashMap<>();
    private final LostAnswers lost;

    KeptTransactions(LostAnswers lost) {
        this.lost = lost;
    }

    @Override
    public Map<String, FoundTransaction> find(Collection<String> externalIds) {
        Map<String, FoundTransaction> answer = new LinkedHashMap<>(found);
        answer.keySet().retainAll(externalIds);
        return lost.orAnswer(answer);
    }

    @Override
    public Outcomes post(List<Posting> postings, List<NewMarks> marks, String requestId, boolean validateOnly) {
        if (answers.containsKey(requestId)) {
            if (!requests.get(requestId).equals(List.of(postings, marks))) {
                throw new AssertionError("request id used again for another content: " + requestId);
            }
            return lost.orAnswer(answers.get(requestId));
        }
        Map<String, FoundTransaction> foundBefore = new LinkedHashMap<>(found);
        Map<String, Long> openBefore = new HashMap<>(openMinor);
        Map<String, Posting> postedBefore = new HashMap<>(posted);
        Outcomes outcomes = new Outcomes(postings.stream().map(this::one).toList(), marks.stream().map(this::mark).toList());
        if (validateOnly) {
            restore(found, foundBefore);
            restore(openMinor, openBefore);
            restore(posted, postedBefore);
        } else {
            requests.put(requestId, List.of(postings, marks));
            answers.put(requestId, outcomes);
        }
        return lost.orAnswer(outcomes);
    }

    private static Posting withoutMarks(Posting posting) {
        return switch (posting) {
            case NewCharge charge -> new NewCharge(charge.externalId(), charge.customer(), charge.currencyCode(),
                    charge.amountMinor(), charge.invoiceDate(), charge.dueDate(), charge.invoiceNumber(), false, Map.of());
            case NewPayment payment -> payment;
        };
    }

    private Outcome mark(NewMarks marks) {
        FoundTransaction there = found.get(marks.externalId());
        if (there == null) {
            return new Refused("RESOURCE_NOT_FOUND", "no '" + marks.externalId() + "'");
        }
        Map<String, String> attributes = new TreeMap<>(there.attributes());
        attributes.putAll(marks.attributes());
        FoundTransaction marked = new FoundTransaction(there.name(), there.customer(), there.currencyCode(),
                there.amountMinor(), there.effectiveDate(), there.dueDate(), there.invoiceNumber(),
                marks.disputed().orElse(there.disputed()), attributes, true);
        if (marked.disputed() == there.disputed() && marked.attributes().equals(there.attributes())) {
            return new Existing();
        }
        found.put(marks.externalId(), marked);
        return new Posted();
    }

    private static <V> void restore(Map<String, V> map, Map<String, V> before) {
        map.clear();
        map.putAll(before);
    }

    private Outcome one(Posting posting) {
        Posting before = posted.get(posting.externalId());
        if (before != null) {
            return withoutMarks(before).equals(withoutMarks(posting)) ? new Existing()
                    : new Refused("EXTERNAL_ID_CONFLICT", "'" + posting.externalId() + "' says something else");
        }
        switch (posting) {
            case NewCharge charge -> {
                found.put(charge.externalId(), new FoundTransaction("transactions/" + found.size(), charge.customer(),
                        charge.currencyCode(), charge.amountMinor(), charge.invoiceDate(),
                        Optional.of(charge.dueDate()), charge.invoiceNumber(), charge.disputed(),
                        charge.attributes(), false));
                openMinor.put(charge.externalId(), charge.amountMinor());
            }
            case NewPayment payment -> {
                long open = openMinor.getOrDefault(payment.chargeExternalId(), 0L);
                if (open < payment.amountMinor()) {
                    return new Refused("ALLOCATION_EXCEEDS_REMAINING", "remaining " + open);
                }
                openMinor.put(payment.chargeExternalId(), open - payment.amountMinor());
                found.put(payment.externalId(), new FoundTransaction("transactions/" + found.size(),
                        payment.customer(), payment.currencyCode(), payment.amountMinor(), payment.paidDate(),
                        Optional.empty(), "", false, Map.of(), false));
            }
        }
        posted.put(posting.externalId(), posting);
        return new Posted();
    }
}
