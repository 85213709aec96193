package io.avid.payment.application;

import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentState;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Payments and refunds as far as the caller may see them, as fresh as Stripe tells. */
public final class FindPayments {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;
    private static final String REFUND_PREFIX = "refunds/";

    private final AggregateStore<Payment> payments;
    private final SettlePayment settle;
    private final PaymentSearch search;
    private final AskedLately lately;

    public FindPayments(AggregateStore<Payment> payments, SettlePayment settle, PaymentSearch search, AskedLately lately) {
        this.payments = payments;
        this.settle = settle;
        this.search = search;
        this.lately = lately;
    }

    /**
     * What to list.
     *
     * @param customer only of this customer
     * @param state only in this state
     * @param reference only what is for this
     * @param payment refunds: only of this payment, by name
     * @param pageSize how many at most; 0 means the default
     * @param position where the page before ended
     */
    public record Listing(Optional<String> customer, Optional<String> state, Optional<String> reference, Optional<String> payment,
            int pageSize, Optional<String> position) {}

    /**
     * A page.
     *
     * @param entries payments, or payments with the id of one of their refunds
     * @param next where the next page begins, where there is one
     * @param total how many match in all
     */
    public record Page(List<Entry> entries, Optional<String> next, long total) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** A payment, and the id of the one of its refunds that is meant; its own id for itself. */
    public record Entry(Stored<Payment> payment, String id) {}

    /** One by name; while it is not settled, as Stripe tells now. */
    public Stored<Payment> get(Principal by, String name) {
        return fresh(by, seen(by, payments.find(by.organisation(), payments.idOf(name)), name), name);
    }

    /** The payment that has a refund; while the refund is not settled, as Stripe tells now. */
    public Entry refund(Principal by, String name) {
        if (!name.startsWith(REFUND_PREFIX)) {
            throw Failure.notFound(name);
        }
        String id = name.substring(REFUND_PREFIX.length());
        UniqueKey key = SettlePayment.refundKey(id);
        Stored<Payment> payment = seen(by, Optional.ofNullable(payments.findByKeys(by.organisation(), List.of(key)).get(key)), name);
        return new Entry(fresh(by, payment, payments.nameOf(payment.id())), id);
    }

    /** Payments, latest first. */
    public Page payments(Principal by, Listing listing) {
        return list(by, listing, PaymentSearch.Kind.PAYMENT);
    }

    /** Refunds, latest first. */
    public Page refunds(Principal by, Listing listing) {
        return list(by, listing, PaymentSearch.Kind.REFUND);
    }

    private Page list(Principal by, Listing listing, PaymentSearch.Kind kind) {
        listing.customer().ifPresent(customer -> KnowCustomer.requireSeen(by, customer, customer));
        int limit = listing.pageSize() == 0 ? PAGE_SIZE_DEFAULT : Math.min(listing.pageSize(), PAGE_SIZE_MAX);
        PaymentSearch.Found found = search.search(new PaymentSearch.Query(kind, by.organisation(), by.customer().or(listing::customer),
                listing.state(), listing.reference(), listing.payment().map(payments::idOf), limit, listing.position()));
        Map<String, Stored<Payment>> stored = payments.getAll(by.organisation(),
                        found.hits().stream().map(PaymentSearch.Hit::payment).distinct().toList()).stream()
                .collect(Collectors.toMap(Stored::id, Function.identity()));
        return new Page(found.hits().stream().filter(hit -> stored.containsKey(hit.payment()))
                .map(hit -> new Entry(stored.get(hit.payment()), hit.id())).toList(), found.next(), found.total());
    }

    private static Stored<Payment> seen(Principal by, Optional<Stored<Payment>> payment, String name) {
        return payment.filter(found -> found.state().state() != PaymentState.WITHDRAWN)
                .filter(found -> by.sees(found.state().order().customer()))
                .orElseThrow(() -> Failure.notFound(name));
    }

    /** Where Stripe does not answer, what is known is answered. */
    private Stored<Payment> fresh(Principal by, Stored<Payment> payment, String name) {
        if (payment.state().isSettled() || !lately.mayAsk(by.organisation(), name)) {
            return payment;
        }
        try {
            return settle.read(StripeIdentity.of(by.organisation()), payment);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.UNAVAILABLE) {
                throw failure;
            }
            return payment;
        }
    }
}
