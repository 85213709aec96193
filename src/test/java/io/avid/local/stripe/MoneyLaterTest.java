package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.RefundCreateParams;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of money after it was taken: fees, refunds, disputes, and when it can be paid out.
class MoneyLaterTest {

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());
    private final Scenario scenario = new Scenario(stripe);

    @ParameterizedTest
    @CsvSource({"usd, 50, 31", "usd, 1000, 59", "usd, 1017, 59", "usd, 1018, 60", "usd, 99999999, 2900030", "jpy, 1000, 59", "kwd, 10000, 590", "eur, 2500, 103"})
    void theFeeIsAShareAndAFixedPartRoundedHalfUp(String currency, long amount, long fee) throws StripeException {
        PaymentIntent paid = stripe.v1().paymentIntents().create(Scenario.payment(amount, currency).setPaymentMethod("pm_card_visa").setConfirm(true).build());
        BalanceTransaction movement = stripe.v1().balanceTransactions().retrieve(stripe.v1().charges().retrieve(paid.getLatestCharge()).getBalanceTransaction());
        assertThat(movement.getAmount()).isEqualTo(amount);
        assertThat(movement.getFee()).isEqualTo(fee);
        assertThat(movement.getNet()).isEqualTo(amount - fee);
        assertThat(movement.getFeeDetails()).singleElement().satisfies(part -> assertThat(part.getAmount()).isEqualTo(fee));
        assertThat(movement.getStatus()).isEqualTo("pending");
        assertThat(movement.getAvailableOn()).isEqualTo(movement.getCreated() + 2 * 24 * 3600);
    }

    @Test
    void aRefundTakesBackTheAmountAndKeepsTheFee() throws StripeException {
        PaymentIntent paid = scenario.payOnce(1000, "pm_card_bypassPending");
        Refund refund = scenario.refund(paid, 400);
        BalanceTransaction movement = stripe.v1().balanceTransactions().retrieve(refund.getBalanceTransaction());
        assertThat(movement.getType()).isEqualTo("refund");
        assertThat(movement.getAmount()).isEqualTo(-400);
        assertThat(movement.getFee()).isZero();
        assertThat(stripe.v1().balance().retrieve().getAvailable().getFirst().getAmount()).isEqualTo(1000 - 59 - 400);
        Charge charge = stripe.v1().charges().retrieve(paid.getLatestCharge());
        assertThat(charge.getAmountRefunded()).isEqualTo(400);
        assertThat(charge.getRefunded()).isFalse();
        scenario.refund(paid, 600);
        assertThat(stripe.v1().charges().retrieve(paid.getLatestCharge()).getRefunded()).isTrue();
    }

    @Test
    void whatWasNotPaidCannotBeRefundedNorMoreThanWasPaid() throws StripeException {
        PaymentIntent open = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").build());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.refund(open, 100))).hasMessageContaining("does not have a successful charge to refund");
        PaymentIntent paid = scenario.payOnce(1000, "pm_card_visa");
        InvalidRequestException more = catchThrowableOfType(InvalidRequestException.class, () -> scenario.refund(paid, 1001));
        assertThat(more.getParam()).isEqualTo("amount");
        assertThat(more).hasMessageContaining("Refund amount ($10.01) is greater than charge amount ($10.00)");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().refunds().create(RefundCreateParams.builder().build())).getCode())
                .isEqualTo("parameter_missing");
        assertThat(stripe.v1().refunds().list().getData()).isEmpty();
    }

    @Test
    void aRefundMaySucceedLater() throws Exception {
        Refund pending = scenario.refund(scenario.payOnce(1000, "pm_card_pendingRefund"), 1000);
        assertThat(pending.getStatus()).isEqualTo("pending");
        Scenario.eventually(Duration.ofSeconds(10), () -> stripe.v1().refunds().retrieve(pending.getId()).getStatus().equals("succeeded"));
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).contains("refund.updated", "charge.refund.updated");
    }

    @Test
    void aRefundMayFailLaterAndTheMoneyIsBack() throws Exception {
        PaymentIntent paid = scenario.payOnce(1000, "pm_card_refundFail");
        Refund failing = scenario.refund(paid, 1000);
        assertThat(failing.getStatus()).isEqualTo("succeeded");
        Scenario.eventually(Duration.ofSeconds(10), () -> stripe.v1().refunds().retrieve(failing.getId()).getStatus().equals("failed"));
        Refund failed = stripe.v1().refunds().retrieve(failing.getId());
        assertThat(stripe.v1().balanceTransactions().retrieve(failed.getFailureBalanceTransaction()).getAmount()).isEqualTo(1000);
        assertThat(stripe.v1().charges().retrieve(paid.getLatestCharge()).getAmountRefunded()).isZero();
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).contains("refund.failed");
    }

    @Test
    void aDisputeTakesTheMoneyAndAFeeAndIsWonByGoodEvidence() throws Exception {
        PaymentIntent paid = scenario.payOnce(1000, "pm_card_createDispute");
        Scenario.eventually(Duration.ofSeconds(10), () -> !stripe.v1().disputes().list().getData().isEmpty());
        Dispute dispute = stripe.v1().disputes().list().getData().getFirst();
        assertThat(dispute.getCharge()).isEqualTo(paid.getLatestCharge());
        assertThat(dispute.getReason()).isEqualTo("fraudulent");
        assertThat(dispute.getStatus()).isEqualTo("needs_response");
        assertThat(dispute.getBalanceTransactions()).singleElement().satisfies(movement -> {
            assertThat(movement.getAmount()).isEqualTo(-1000);
            assertThat(movement.getFee()).isEqualTo(1500);
        });
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> scenario.refund(paid, 100)).getCode()).isEqualTo("charge_disputed");
        stripe.v1().disputes().update(dispute.getId(), DisputeUpdateParams.builder()
                .setEvidence(DisputeUpdateParams.Evidence.builder().setUncategorizedText("winning_evidence").build()).build());
        Scenario.eventually(Duration.ofSeconds(10), () -> stripe.v1().disputes().retrieve(dispute.getId()).getStatus().equals("won"));
        assertThat(stripe.v1().disputes().retrieve(dispute.getId()).getBalanceTransactions()).hasSize(2);
        assertThat(stripe.v1().events().list().getData()).extracting(Event::getType).containsSubsequence("charge.dispute.funds_reinstated", "charge.dispute.closed",
                "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.created");
    }
}
