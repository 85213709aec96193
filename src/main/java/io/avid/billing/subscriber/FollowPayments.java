package io.avid.billing.subscriber;

import com.google.protobuf.InvalidProtocolBufferException;
import io.avid.billing.process.ApplyMoney;
import io.avid.billing.process.BillingIdentity;
import io.avid.payment.v1.PaymentDisputed;
import io.avid.payment.v1.PaymentSucceeded;
import io.avid.payment.v1.RefundFailed;
import io.avid.payment.v1.RefundSucceeded;
import io.avid.platform.event.EventSubscriber;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.type.v1.Event;
import java.util.List;

/**
 * Money was taken, given back or disputed: it is posted, by one process for each payment, refund and dispute. And what
 * waits for a payment, refund or link is told that something happened to it.
 */
public final class FollowPayments implements EventSubscriber {
    /** The subscription's name. */
    public static final String SUBSCRIPTION = "payments";

    private static final String PAYMENT_SUCCEEDED = PaymentSucceeded.getDescriptor().getFullName();
    private static final String PAYMENT_DISPUTED = PaymentDisputed.getDescriptor().getFullName();
    private static final String REFUND_SUCCEEDED = RefundSucceeded.getDescriptor().getFullName();
    private static final String REFUND_FAILED = RefundFailed.getDescriptor().getFullName();

    private final ApplyMoney applyMoney;
    private final ProcessEngine processes;

    public FollowPayments(ApplyMoney applyMoney, ProcessEngine processes) {
        this.applyMoney = applyMoney;
        this.processes = processes;
    }

    @Override
    public void apply(List<Event> events) {
        for (Event event : events) {
            CurrentPrincipal.run(BillingIdentity.of(event.getOrganisation()), () -> apply(event));
        }
    }

    private void apply(Event event) {
        String organisation = event.getOrganisation();
        try {
            if (event.getType().equals(PAYMENT_SUCCEEDED)) {
                applyMoney.payment(organisation, PaymentSucceeded.parseFrom(event.getPayload()).getPayment());
            } else if (event.getType().equals(REFUND_SUCCEEDED)) {
                // A refund is part of its payment, whose event it is.
                String refund = RefundSucceeded.parseFrom(event.getPayload()).getRefund();
                applyMoney.refund(organisation, refund);
                processes.happened(organisation, refund);
            } else if (event.getType().equals(PAYMENT_DISPUTED)) {
                PaymentDisputed disputed = PaymentDisputed.parseFrom(event.getPayload());
                applyMoney.dispute(organisation, disputed.getPayment(), disputed.getDispute());
            } else if (event.getType().equals(REFUND_FAILED)) {
                String refund = RefundFailed.parseFrom(event.getPayload()).getRefund();
                applyMoney.undoRefund(organisation, refund);
                processes.happened(organisation, refund);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the payload of event " + event.getId() + " is no " + event.getType(), e);
        }
        processes.happened(organisation, event.getAggregate());
    }
}
