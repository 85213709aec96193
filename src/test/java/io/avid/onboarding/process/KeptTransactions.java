package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transactions as module transaction publishes them: an external id has one content, a repeated request answers what
 * it answered before, and a payment settles no more than what is open.
 */
final class KeptTransactions implements TransactionLedger {
    final Map<String, FoundTransaction> found = new LinkedHashMap<>();
    final Map<String, Long> openMinor = new HashMap<>();
    private final Map<String, Posting> posted = new HashMap<>();
    private final Map<String, List<Posting>> requests = new HashMap<>();
    private final Map<String, List<Outcome>> answers = new HashMap<>();
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
    public List<Outcome> post(List<Posting> postings, String requestId, boolean validateOnly) {
        if (answers.containsKey(requestId)) {
            if (!requests.get(requestId).equals(postings)) {
                throw new AssertionError("request id used again for another content: " + requestId);
            }
            return lost.orAnswer(answers.get(requestId));
        }
        Map<String, FoundTransaction> foundBefore = new LinkedHashMap<>(found);
        Map<String, Long> openBefore = new HashMap<>(openMinor);
        Map<String, Posting> postedBefore = new HashMap<>(posted);
        List<Outcome> outcomes = new ArrayList<>();
        postings.forEach(posting -> outcomes.add(one(posting)));
        if (validateOnly) {
            restore(found, foundBefore);
            restore(openMinor, openBefore);
            restore(posted, postedBefore);
        } else {
            requests.put(requestId, postings);
            answers.put(requestId, outcomes);
        }
        return lost.orAnswer(outcomes);
    }

    private static <V> void restore(Map<String, V> map, Map<String, V> before) {
        map.clear();
        map.putAll(before);
    }

    private Outcome one(Posting posting) {
        Posting before = posted.get(posting.externalId());
        if (before != null) {
            return before.equals(posting) ? new Existing()
                    : new Refused("EXTERNAL_ID_CONFLICT", "'" + posting.externalId() + "' says something else");
        }
        switch (posting) {
            case NewCharge charge -> {
                found.put(charge.externalId(), new FoundTransaction("transactions/" + found.size(), charge.customer(),
                        charge.currencyCode(), charge.amountMinor(), charge.invoiceDate(),
                        Optional.of(charge.dueDate()), charge.invoiceNumber(), charge.disputed(),
                        charge.attributes()));
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
                        Optional.empty(), "", false, Map.of()));
            }
        }
        posted.put(posting.externalId(), posting);
        return new Posted();
    }
}
