package io.avid.payment;

import static io.avid.payment.PaymentWorld.ADAS_LOGIN;
import static io.avid.payment.PaymentWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.param.DisputeUpdateParams;
import io.avid.payment.v1.Dispute;
import io.avid.payment.v1.DisputeState;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payments that the payer's bank disputes, against the Stripe emulator. */
@Tag("slow")
class DisputedPaymentsTest {
    private final PaymentWorld world = new PaymentWorld();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Payment paid(String card) {
        world.saveCard(card);
        return world.pay(world.payment(1_000));
    }

    /** The dispute as sweeps bring it in: no webhook comes. */
    private Dispute awaited(Payment payment, DisputeState state) {
        PaymentWorld.await("the dispute is " + state, () -> {
            world.advance(Duration.ofMinutes(1));
            world.sweep();
            return world.get(payment.getName()).getDisputesList().stream().anyMatch(dispute -> dispute.getState() == state);
        });
        return world.get(payment.getName()).getDisputes(0);
    }

    private void answer(Dispute dispute, String evidence) throws StripeException {
        world.stripe.v1().disputes().update(dispute.getStripeDispute(), DisputeUpdateParams.builder().setSubmit(true)
                .setEvidence(DisputeUpdateParams.Evidence.builder().setUncategorizedText(evidence).build()).build());
    }

    @Test
    void aDisputeIsMarkedOnThePaymentWithWhatStripeTookAndKeeps() throws StripeException {
        Payment payment = paid("createDispute");
        Dispute dispute = awaited(payment, DisputeState.DISPUTE_NEEDS_RESPONSE);
        assertThat(dispute.getAmount().getMinorUnits()).isEqualTo(1_000);
        assertThat(dispute.getReason()).isEqualTo("fraudulent");
        assertThat(dispute.getWithdrawnDate()).isNotEmpty();
        assertThat(dispute.getReinstatedDate()).isEmpty();
        assertThat(dispute.getFee().getMinorUnits()).isPositive();
        assertThat(dispute.getEvidenceDueTime().getSeconds()).isPositive();
        assertThat(world.get(payment.getName()).getState()).as("the payment itself was made").isEqualTo(PaymentState.SUCCEEDED);
        assertThat(world.events(payment.getName())).contains("PaymentDisputed").filteredOn("PaymentDisputed"::equals).hasSize(1);

        Payment seen = world.call(ADAS_LOGIN, world.service()::getPayment, GetPaymentRequest.newBuilder().setName(payment.getName()).build());
        assertThat(seen.getDisputesList()).as("a customer's login").isEmpty();

        var before = world.events(payment.getName());
        world.sweep();
        world.sweep();
        assertThat(world.events(payment.getName())).as("what is known is no news").isEqualTo(before);

        answer(dispute, "winning_evidence");
        Dispute won = awaited(payment, DisputeState.DISPUTE_WON);
        PaymentWorld.await("the money is back", () -> {
            world.sweep();
            return !world.get(payment.getName()).getDisputes(0).getReinstatedDate().isEmpty();
        });
        assertThat(won.getName()).isEqualTo(dispute.getName());
        assertThat(world.events(payment.getName())).endsWith("DisputeChanged");
    }

    @Test
    void anInquiryTakesNothing() throws StripeException {
        Payment payment = paid("createDisputeInquiry");
        Dispute inquiry = awaited(payment, DisputeState.DISPUTE_INQUIRY);
        assertThat(inquiry.getWithdrawnDate()).isEmpty();
        assertThat(inquiry.hasFee()).isFalse();
        answer(inquiry, "here is the receipt");
        assertThat(awaited(payment, DisputeState.DISPUTE_INQUIRY_CLOSED).getWithdrawnDate()).isEmpty();
    }
}
