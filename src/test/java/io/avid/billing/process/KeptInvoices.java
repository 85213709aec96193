package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Invoices in memory, with the promises of the module that keeps them. */
final class KeptInvoices implements Invoices {
    private final Map<String, Billed> invoices = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Long> settled = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final Set<String> cancelled = new HashSet<>();
    private final Map<String, String> issuedBy = new HashMap<>();
    private int numbers;

    synchronized String draft(String customer, long totalMinor) {
        String name = "invoices/i" + (invoices.size() + 1);
        invoices.put(name, new Billed(name, State.DRAFT, "", customer, "USD", totalMinor, Optional.empty(), Optional.empty(),
                "", ""));
        return name;
    }

    synchronized Optional<String> holder(String invoice) {
        return Optional.ofNullable(holders.get(invoice));
    }

    synchronized long settledMinor(String invoice) {
        return settled.getOrDefault(invoice, 0L);
    }

    @Override
    public synchronized Billed get(String invoice) {
        return Optional.ofNullable(invoices.get(invoice)).orElseThrow(() -> Failure.notFound(invoice));
    }

    @Override
    public synchronized Billed issue(String draft, String requestId) {
        Billed invoice = get(draft);
        if (requestId.equals(issuedBy.get(draft))) {
            return invoice;
        }
        require(invoice, State.DRAFT);
        issuedBy.put(draft, requestId);
        numbers++;
        return put(invoice, State.ISSUED, "INV-" + numbers, "", "");
    }

    private Billed put(Billed before, State state, String number, String charge, String document) {
        var day = Optional.of(LocalDate.parse("2026-03-01"));
        var after = new Billed(before.name(), state, number, before.customer(), before.currencyCode(), before.totalMinor(),
                day, day, charge.isEmpty() ? before.charge() : charge, document.isEmpty() ? before.document() : document);
        invoices.put(before.name(), after);
        return after;
    }

    @Override
    public synchronized void link(String invoice, String charge, String document, String requestId) {
        Billed before = get(invoice);
        put(before, before.state(), before.number(), charge, document);
    }

    @Override
    public synchronized void recordSettlement(String invoice, long settledMinor, long position, String requestId) {
        get(invoice);
        if (position > positions.getOrDefault(invoice, 0L)) {
            positions.put(invoice, position);
            settled.put(invoice, settledMinor);
        }
    }

    @Override
    public synchronized Billed reserve(String invoice, String holder, String requestId) {
        if (cancelled.contains(requestId)) {
            throw Failure.of(FailureKind.ABORTED, "RESERVATION_CANCELLED", "cancelled", Map.of());
        }
        require(get(invoice), State.ISSUED);
        String other = holders.putIfAbsent(invoice, holder);
        if (other != null && !other.equals(holder)) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "INVOICE_RESERVED", "reserved by " + other,
                    Map.of("reserved_by", other));
        }
        return get(invoice);
    }

    @Override
    public synchronized void release(String invoice, String holder, String reserveRequestId, String requestId) {
        if (!holders.remove(invoice, holder) && !reserveRequestId.isEmpty()) {
            cancelled.add(reserveRequestId);
        }
    }

    @Override
    public synchronized void withdraw(String invoice, String holder, String reason, String requestId) {
        Billed before = get(invoice);
        if (before.state() == State.VOID) {
            return;
        }
        require(before, State.ISSUED);
        holders.remove(invoice, holder);
        put(before, State.VOID, before.number(), "", "");
    }

    private static void require(Billed invoice, State state) {
        if (invoice.state() != state) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", invoice.name() + " is " + invoice.state(),
                    Map.of());
        }
    }
}
