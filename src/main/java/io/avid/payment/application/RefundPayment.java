package io.avid.payment.application;

import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentState;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import io.avid.platform.store.UniqueKeyTaken;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives money of a payment back. The amount is set aside in the payment's own document first, which is
 * one write, so that refunds that are asked for at once cannot exceed what was taken.
 */
public final class RefundPayment {
    private final AggregateStore<Payment> payments;
    private final SettlePayment settle;
    private final InstantSource clock;

    public RefundPayment(AggregateStore<Payment> payments, SettlePayment settle, InstantSource clock) {
        this.payments = payments;
        this.settle = settle;
        this.clock = clock;
    }

    /**
     * Gives it back, or goes on where the same request was left.
     *
     * @param minor how much; 0 means all that is left
     * @return the payment with the refund of the request's derived id
     * @throws Failure NOT_FOUND, PAYMENT_STATE_UNFIT, REFUND_EXCEEDS_PAYMENT, REQUEST_ID_REUSED, or
     *     UNAVAILABLE: the outcome is unknown
     */
    public Stored<Payment> refund(Principal by, String name, long minor, String reason, RequestIdentity request) {
        Stored<Payment> payment = payments.get(by.organisation(), payments.idOf(name));
        if (payment.state().state() == PaymentState.WITHDRAWN) {
            throw Failure.notFound(name);
        }
        String id = request.derivedId(by.organisation());
        Instant now = clock.instant();
        try {
            Stored<Payment> reserved = settle.change(by, payment,
                    state -> state.withRefund(name, id, minor, reason, request.fingerprint(), request.requestId(), now));
            return settle.settleRefund(by, reserved, id);
        } catch (UniqueKeyTaken taken) {
            throw Failure.requestIdReused(request.requestId());
        }
    }
}
