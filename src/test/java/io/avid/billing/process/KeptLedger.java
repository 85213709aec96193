package io.avid.billing.process;

import io.avid.platform.error.Failure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A ledger in memory, with the promises of the module that keeps transactions. */
final class KeptLedger implements Ledger {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Posting> content = new HashMap<>();
    private long position;

    /** Amounts by external id. */
    synchronized Map<String, Long> amounts() {
        var amounts = new LinkedHashMap<String, Long>();
        entries.forEach((id, entry) -> amounts.put(id, entry.amountMinor()));
        return amounts;
    }

    synchronized Entry entry(String externalId) {
        return entries.get(externalId);
    }

    @Override
    public synchronized Map<String, Entry> find(Collection<String> externalIds) {
        var found = new HashMap<>(entries);
        found.keySet().retainAll(externalIds);
        return found;
    }

    @Override
    public synchronized Entry get(String transaction) {
        return entries.values().stream().filter(entry -> entry.name().equals(transaction)).findFirst()
                .orElseThrow(() -> Failure.notFound(transaction));
    }

    @Override
    public synchronized Batch post(List<Posting> postings, String requestId) {
        var outcomes = new ArrayList<Outcome>();
        for (Posting posting : postings) {
            outcomes.add(post(posting));
        }
        return new Batch(outcomes, position);
    }

    private Outcome post(Posting posting) {
        String id = posting.externalId();
        if (entries.containsKey(id)) {
            return content.get(id).equals(posting)
                    ? new Posted(entries.get(id).name())
                    : new Refused("EXTERNAL_ID_CONFLICT", "other content");
        }
        return switch (posting) {
            case Charge charge -> add(charge, charge.customer(), charge.currencyCode(), charge.amountMinor(), charge.amountMinor());
            case Fee fee -> add(fee, fee.customer(), fee.currencyCode(), fee.amountMinor(), 0);
            case Payment payment -> {
                long settles = payment.settles().map(Settles::amountMinor).orElse(0L);
                if (payment.settles().isPresent() && !settle(payment.settles().get())) {
                    yield new Refused("ALLOCATION_EXCEEDS_REMAINING", "too much");
                }
                yield add(payment, payment.customer(), payment.currencyCode(), payment.amountMinor(), payment.amountMinor() - settles);
            }
            case Credit credit -> settle(credit.settles())
                    ? add(credit, credit.customer(), credit.currencyCode(), credit.amountMinor(), 0)
                    : new Refused("ALLOCATION_EXCEEDS_REMAINING", "too much");
            case Refund refund -> {
                Payment payment = (Payment) content.get(refund.paymentExternalId());
                long free = entries.get(payment.externalId()).remainingMinor();
                long back = Math.max(0, refund.amountMinor() - free);
                change(payment.externalId(), entries.get(payment.externalId()).amountMinor(), free - (refund.amountMinor() - back));
                if (back > 0) {
                    Entry charge = entries.get(payment.settles().orElseThrow().chargeExternalId());
                    change(charge.externalId(), charge.amountMinor(), charge.remainingMinor() + back);
                }
                yield add(refund, refund.customer(), refund.currencyCode(), refund.amountMinor(), 0);
            }
        };
    }

    private boolean settle(Settles settles) {
        Entry charge = entries.get(settles.chargeExternalId());
        if (charge.reversed() || charge.remainingMinor() < settles.amountMinor()) {
            return false;
        }
        change(charge.externalId(), charge.amountMinor(), charge.remainingMinor() - settles.amountMinor());
        return true;
    }

    private void change(String id, long amountMinor, long remainingMinor) {
        Entry entry = entries.get(id);
        entries.put(id, new Entry(entry.name(), id, entry.customer(), entry.currencyCode(), amountMinor, remainingMinor,
                entry.reversed(), entry.position()));
    }

    private Posted add(Posting posting, String customer, String currency, long amountMinor, long remainingMinor) {
        position++;
        String name = "transactions/t" + position;
        entries.put(posting.externalId(), new Entry(name, posting.externalId(), customer, currency, amountMinor,
                remainingMinor, false, position));
        content.put(posting.externalId(), posting);
        return new Posted(name);
    }

    final Set<String> disputed = new HashSet<>();

    @Override
    public synchronized void markDisputed(String charge, boolean marked, String requestId) {
        if (marked) {
            disputed.add(charge);
        } else {
            disputed.remove(charge);
        }
    }

    @Override
    public synchronized void reverse(String transaction, LocalDate date, String requestId) {
        Entry entry = get(transaction);
        position++;
        entries.put(entry.externalId(), new Entry(entry.name(), entry.externalId(), entry.customer(), entry.currencyCode(),
                entry.amountMinor(), 0, true, entry.position()));
    }
}
