package io.avid.payment.event;

import com.google.protobuf.Message;
import io.avid.payment.application.PaymentFacts;
import io.avid.payment.domain.Dispute;
import io.avid.payment.domain.LinkState;
import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.Refund;
import io.avid.payment.domain.RefundState;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Wallet;
import io.avid.payment.v1.DisputeChanged;
import io.avid.payment.v1.MethodSetupEnded;
import io.avid.payment.v1.MethodSetupStarted;
import io.avid.payment.v1.PaymentActionRequired;
import io.avid.payment.v1.PaymentCancelled;
import io.avid.payment.v1.PaymentDisputed;
import io.avid.payment.v1.PaymentFailed;
import io.avid.payment.v1.PaymentLinkExpired;
import io.avid.payment.v1.PaymentLinkOpened;
import io.avid.payment.v1.PaymentLinkPaid;
import io.avid.payment.v1.PaymentLinkRequested;
import io.avid.payment.v1.PaymentMethodDetached;
import io.avid.payment.v1.PaymentMethodSaved;
import io.avid.payment.v1.PaymentRequested;
import io.avid.payment.v1.PaymentSucceeded;
import io.avid.payment.v1.RefundFailed;
import io.avid.payment.v1.RefundRequested;
import io.avid.payment.v1.RefundSucceeded;
import io.avid.platform.store.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Module payment's facts as event messages; they name resources, never amounts, cards or people. */
public final class PaymentEvents implements PaymentFacts {
    @Override
    public List<Fact> of(String name, Optional<Payment> before, Payment after) {
        var facts = new ArrayList<Message>();
        if (after.placed().isEmpty()) {
            return List.of();
        }
        PaymentOrder order = after.order();
        String customer = order.customer();
        String reference = order.reference();
        if (before.isEmpty()) {
            facts.add(PaymentRequested.newBuilder().setPayment(name).setCustomer(customer).setReference(reference).build());
        }
        if (after.state() == PaymentState.REQUIRES_ACTION && before.map(Payment::state).filter(after.state()::equals).isEmpty()) {
            facts.add(PaymentActionRequired.newBuilder().setPayment(name).setCustomer(customer).setReference(reference).build());
        }
        if (after.announced() && !before.map(Payment::announced).orElse(false)
                || after.announced() && before.map(Payment::state).filter(after.state()::equals).isEmpty()) {
            facts.add(switch (after.state()) {
                case SUCCEEDED -> PaymentSucceeded.newBuilder().setPayment(name).setCustomer(customer).setReference(reference).build();
                case FAILED -> PaymentFailed.newBuilder().setPayment(name).setCustomer(customer).setReference(reference).build();
                case CANCELLED -> PaymentCancelled.newBuilder().setPayment(name).setCustomer(customer).setReference(reference).build();
                case PENDING, REQUIRES_ACTION, WITHDRAWN -> throw new IllegalStateException(name + " is " + after.state() + " and was announced");
            });
        }
        for (Refund refund : after.refunds()) {
            facts.addAll(of(before.flatMap(known -> known.refund(refund.id())), refund, customer, reference));
        }
        for (Dispute dispute : after.disputes()) {
            Optional<Dispute> known = before.flatMap(payment -> payment.dispute(dispute.id()));
            if (known.isEmpty()) {
                facts.add(PaymentDisputed.newBuilder().setPayment(name).setCustomer(customer).setReference(reference)
                        .setDispute("disputes/" + dispute.id()).build());
            } else if (!known.get().equals(dispute)) {
                facts.add(DisputeChanged.newBuilder().setPayment(name).setCustomer(customer).setReference(reference)
                        .setDispute("disputes/" + dispute.id()).build());
            }
        }
        return facts.stream().map(Fact::of).toList();
    }

    private static List<Message> of(Optional<Refund> before, Refund after, String customer, String reference) {
        var facts = new ArrayList<Message>();
        String name = "refunds/" + after.id();
        if (before.isEmpty()) {
            facts.add(RefundRequested.newBuilder().setRefund(name).setCustomer(customer).setReference(reference).build());
        }
        if (before.map(Refund::state).filter(after.state()::equals).isEmpty()) {
            if (after.state() == RefundState.SUCCEEDED) {
                facts.add(RefundSucceeded.newBuilder().setRefund(name).setCustomer(customer).setReference(reference).build());
            } else if (after.state() != RefundState.PENDING) {
                facts.add(RefundFailed.newBuilder().setRefund(name).setCustomer(customer).setReference(reference).build());
            }
        }
        return facts;
    }

    @Override
    public List<Fact> of(Optional<Wallet> before, Wallet after) {
        var facts = new ArrayList<Fact>();
        for (SavedMethod method : after.methods()) {
            Optional<SavedMethod> known = before.flatMap(wallet -> wallet.find(method.id()));
            String name = "paymentMethods/" + method.id();
            if (known.isEmpty()) {
                facts.add(Fact.of(PaymentMethodSaved.newBuilder().setMethod(name).setCustomer(after.customer()).build()));
            } else if (method.detached() && !known.get().detached()) {
                facts.add(Fact.of(PaymentMethodDetached.newBuilder().setMethod(name).setCustomer(after.customer()).build()));
            }
        }
        return List.copyOf(facts);
    }

    @Override
    public List<Fact> of(String name, Optional<MethodSetup> before, MethodSetup after) {
        if (before.isEmpty()) {
            return List.of(Fact.of(MethodSetupStarted.newBuilder().setSetup(name).setCustomer(after.customer()).build()));
        }
        return after.state().isFinal() && !before.get().state().isFinal()
                ? List.of(Fact.of(MethodSetupEnded.newBuilder().setSetup(name).setCustomer(after.customer()).build()))
                : List.of();
    }

    @Override
    public List<Fact> of(String name, Optional<PaymentLink> before, PaymentLink after) {
        LinkState state = after.state();
        if (before.map(PaymentLink::state).filter(state::equals).isPresent()) {
            return List.of();
        }
        return List.of(Fact.of(switch (state) {
            case PENDING -> PaymentLinkRequested.newBuilder().setPaymentLink(name).setCustomer(after.customer())
                    .setReference(after.reference()).build();
            case OPEN -> PaymentLinkOpened.newBuilder().setPaymentLink(name).setCustomer(after.customer())
                    .setReference(after.reference()).build();
            case PAID -> PaymentLinkPaid.newBuilder().setPaymentLink(name).setCustomer(after.customer())
                    .setReference(after.reference()).build();
            case EXPIRED -> PaymentLinkExpired.newBuilder().setPaymentLink(name).setCustomer(after.customer())
                    .setReference(after.reference()).build();
        }));
    }
}
