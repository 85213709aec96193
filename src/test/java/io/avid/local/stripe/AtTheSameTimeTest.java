package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What must happen once happens once, however many ask for it at the same moment.
class AtTheSameTimeTest {

    private static final int CALLERS = 8;

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());
    private final Scenario scenario = new Scenario(stripe);

    /// What went wrong, by Stripe's code; empty for what went well.
    private static List<String> together(Callable<?> request) throws InterruptedException, ExecutionException {
        List<Future<String>> outcomes = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                outcomes.add(callers.submit(() -> {
                    try {
                        request.call();
                        return "";
                    } catch (StripeException refused) {
                        return refused.getCode() == null ? refused.getStripeError().getParam() : refused.getCode();
                    }
                }));
            }
        }
        List<String> codes = new ArrayList<>();
        for (Future<String> outcome : outcomes) {
            codes.add(outcome.get());
        }
        return codes;
    }

    @Test
    void aPaymentConfirmedByManyIsChargedOnce() throws Exception {
        PaymentIntent intent = stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").build());
        List<String> outcomes = together(() -> stripe.v1().paymentIntents().confirm(intent.getId()));
        assertThat(outcomes).containsOnlyOnce("").contains("payment_intent_unexpected_state");
        assertThat(stripe.v1().charges().list().getData()).hasSize(1);
        assertThat(stripe.v1().balanceTransactions().list().getData()).hasSize(1);
    }

    @Test
    void refundsByManyNeverComeToMoreThanWasPaid() throws Exception {
        PaymentIntent paid = scenario.payOnce(1000, "pm_card_visa");
        List<String> outcomes = together(() -> scenario.refund(paid, 300));
        assertThat(outcomes).filteredOn(String::isEmpty).hasSize(3);
        assertThat(outcomes).filteredOn(code -> !code.isEmpty()).hasSize(CALLERS - 3).containsOnly("amount");
        Charge charge = stripe.v1().charges().retrieve(paid.getLatestCharge());
        assertThat(charge.getAmountRefunded()).isEqualTo(900);
    }

    @Test
    void manyUnderOneKeyAreOneAndTheOthersHearOfItOrAreSentAway() throws Exception {
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("once-" + UUID.randomUUID()).build();
        List<String> outcomes = together(() -> stripe.v1().paymentIntents().create(Scenario.payment(1000, "usd").setPaymentMethod("pm_card_visa").setConfirm(true).build(), once));
        assertThat(outcomes).contains("").allMatch(code -> code.isEmpty() || code.equals("idempotency_key_in_use"));
        assertThat(stripe.v1().charges().list().getData()).hasSize(1);
    }
}
