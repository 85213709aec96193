package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Payments in memory, with the promises of the module that takes money; the card's name says what it does. */
final class KeptPayments implements Payments {
    static final String GOOD = "paymentMethods/good";
    static final String DECLINED = "paymentMethods/declined";
    static final String ASKS = "paymentMethods/asks";
    /** Stripe takes it and tells late. */
    static final String SLOW = "paymentMethods/slow";
    private static final LocalDate DAY = LocalDate.parse("2026-03-02");

    private final Map<String, Payment> payments = new HashMap<>();
    private final Map<String, Refund> refunds = new HashMap<>();
    private final Map<String, Dispute> disputes = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, Order> linkOrders = new HashMap<>();
    private final Map<String, String> byRequest = new HashMap<>();
    private final Set<String> cancelledRequests = new HashSet<>();

    /** How often money was taken for an invoice. */
    synchronized long takenFor(String invoice) {
        return payments.values().stream()
                .filter(payment -> payment.state() == State.SUCCEEDED && payment.reference().equals(invoice)).count();
    }

    /** A payer's bank wants money back, or goes on with it. */
    synchronized void disputed(Dispute dispute) {
        disputes.put(dispute.name(), dispute);
    }

    @Override
    public synchronized Dispute getDispute(String payment, String dispute) {
        return Optional.ofNullable(disputes.get(dispute)).filter(found -> found.payment().equals(payment))
                .orElseThrow(() -> Failure.notFound(dispute));
    }

    /** Something comes to its end at Stripe. */
    synchronized void becomes(String payment, State state) {
        Payment before = payments.get(payment);
        payments.put(payment, made(payment, new Order(before.customer(), before.amount(), "", before.reference(), false, ""), state));
    }

    synchronized String onlyPayment() {
        return payments.keySet().iterator().next();
    }

    @Override
    public synchronized Payment take(Order order, String requestId) {
        if (cancelledRequests.contains(requestId)) {
            throw Failure.of(FailureKind.ABORTED, "REQUEST_CANCELLED", "cancelled", Map.of());
        }
        String name = byRequest.computeIfAbsent(requestId, any -> "payments/p" + (payments.size() + 1));
        return payments.computeIfAbsent(name, any -> made(name, order, switch (order.method()) {
            case DECLINED -> State.FAILED;
            case ASKS -> State.REQUIRES_ACTION;
            case SLOW -> State.PENDING;
            default -> State.SUCCEEDED;
        }));
    }

    private static Payment made(String name, Order order, State state) {
        boolean taken = state == State.SUCCEEDED;
        return new Payment(name, state, order.customer(), order.amount(), order.reference(),
                taken ? Optional.of(new Amount("USD", 59)) : Optional.empty(), taken ? Optional.of(DAY) : Optional.empty(),
                state == State.FAILED ? Optional.of(new Decline("card_declined", "insufficient_funds", "No money.")) : Optional.empty());
    }

    @Override
    public synchronized Payment get(String payment) {
        return Optional.ofNullable(payments.get(payment)).orElseThrow(() -> Failure.notFound(payment));
    }

    @Override
    public synchronized boolean cancel(String payment, String requestId) {
        Payment before = get(payment);
        if (before.state() == State.SUCCEEDED) {
            return false;
        }
        if (before.state() != State.FAILED) {
            becomes(payment, State.CANCELLED);
        }
        return true;
    }

    @Override
    public synchronized Optional<String> cancelRequest(String takeRequestId, String requestId) {
        String payment = byRequest.get(takeRequestId);
        if (payment == null) {
            cancelledRequests.add(takeRequestId);
            return Optional.empty();
        }
        return cancel(payment, requestId) ? Optional.empty() : Optional.of(payment);
    }

    @Override
    public synchronized Refund giveBack(String payment, long amountMinor, String reason, String requestId) {
        Payment of = get(payment);
        String name = byRequest.get(requestId);
        if (name == null) {
            long left = of.amount().minor() - refunds.values().stream()
                    .filter(refund -> refund.payment().equals(payment) && refund.state() != RefundState.FAILED)
                    .mapToLong(refund -> refund.amount().minor()).sum();
            long wanted = amountMinor == 0 ? left : amountMinor;
            if (wanted > left || left == 0) {
                throw Failure.of(FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT", "only " + left + " is left", Map.of());
            }
            name = "refunds/r" + (refunds.size() + 1);
            byRequest.put(requestId, name);
            refunds.put(name, new Refund(name, payment, of.customer(), new Amount("USD", wanted), RefundState.SUCCEEDED,
                    Optional.of(DAY), ""));
        }
        return refunds.get(name);
    }

    /** The customer's bank sends a refund back. */
    synchronized void failed(String refund) {
        Refund made = refunds.get(refund);
        refunds.put(refund, new Refund(refund, made.payment(), made.customer(), made.amount(), RefundState.FAILED, made.date(),
                "The account is closed."));
    }

    @Override
    public synchronized Refund getRefund(String refund) {
        return refunds.get(refund);
    }

    @Override
    public synchronized Link offerLink(String customer, Amount amount, String reference, String description, int validHours,
            String requestId) {
        String name = byRequest.computeIfAbsent(requestId, any -> "paymentLinks/l" + (links.size() + 1));
        linkOrders.putIfAbsent(name, new Order(customer, amount, "", reference, true, ""));
        return links.computeIfAbsent(name, any -> new Link(name, LinkState.OPEN, "", Instant.MAX));
    }

    /** Somebody pays at the page. */
    synchronized void payLink(String link) {
        String payment = "payments/p" + (payments.size() + 1);
        payments.put(payment, made(payment, linkOrders.get(link), State.SUCCEEDED));
        links.put(link, new Link(link, LinkState.PAID, payment, Instant.MAX));
    }

    synchronized LinkState linkState(String link) {
        return links.get(link).state();
    }

    @Override
    public synchronized Link getLink(String link) {
        return links.get(link);
    }

    @Override
    public synchronized boolean withdrawLink(String link, String requestId) {
        if (links.get(link).state() == LinkState.PAID) {
            return false;
        }
        links.put(link, new Link(link, LinkState.EXPIRED, "", Instant.MAX));
        return true;
    }
}
