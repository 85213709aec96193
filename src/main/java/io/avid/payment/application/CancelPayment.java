package io.avid.payment.application;

import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentState;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a payment before anything is taken. A request that was to make one and has not arrived is
 * recorded as cancelled under the id that it would have had, so that its late arrival finds that.
 */
public final class CancelPayment {
    private final AggregateStore<Payment> payments;
    private final SettlePayment settle;

    public CancelPayment(AggregateStore<Payment> payments, SettlePayment settle) {
        this.payments = payments;
        this.settle = settle;
    }

    /**
     * Ends the payment of a name; right also where it has ended without money.
     *
     * @throws Failure NOT_FOUND, PAYMENT_STATE_UNFIT, UNAVAILABLE
     */
    public Stored<Payment> byName(Principal by, String name) {
        Stored<Payment> payment = payments.get(by.organisation(), payments.idOf(name));
        if (payment.state().state() == PaymentState.WITHDRAWN) {
            throw Failure.notFound(name);
        }
        return settle.end(by, payment);
    }

    /**
     * Ends the payment that a request made or was to make.
     *
     * @param method the full name of the RPC that takes payments
     * @return how it stands; empty where the request had not arrived
     * @throws Failure PAYMENT_STATE_UNFIT, UNAVAILABLE
     */
    public Optional<Stored<Payment>> byRequest(Principal by, String method, String createRequestId, RequestIdentity request) {
        String id = DerivedId.of(by.organisation(), method, createRequestId);
        if (payments.find(by.organisation(), id).isEmpty()) {
            payments.create(by, new NewAggregate<>(id, Payment.withdrawn(), List.of(), Set.of(), Optional.of(request)));
        }
        Stored<Payment> payment = payments.get(by.organisation(), id);
        return payment.state().state() == PaymentState.WITHDRAWN ? Optional.empty() : Optional.of(settle.end(by, payment));
    }
}
