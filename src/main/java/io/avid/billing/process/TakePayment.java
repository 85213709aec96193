package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.Compensation;
import io.avid.platform.process.RetryPolicy;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for the money. Undoing it ends the payment by the request that asked, whether that came or not.
 * Money that was taken all the same is not given back but posted, and only then is the invoice free
 * for others: until the ledger has it, they would be told that it is owed.
 */
record TakePayment(Payments payments, ApplyMoney applyMoney) implements CallStep {
    /** Input: the saved card. */
    static final String METHOD = "method";

    /** Input: whether the customer is there. */
    static final String CUSTOMER_PRESENT = "customer_present";

    /** Input: where the bank sends the customer back to. */
    static final String RETURN_URL = "return_url";

    /** Data: when it was asked for, milliseconds since 1970. */
    static final String ASKED_MILLIS = "asked_millis";

    @Override
    public String name() {
        return "take-payment";
    }

    @Override
    public RetryPolicy retryPolicy() {
        return StripeRetries.POLICY;
    }

    @Override
    public StepOutcome run(StepContext context) {
        Map<String, String> input = context.input();
        Payments.Payment payment = payments.take(new Payments.Order(context.references().get(References.CUSTOMER),
                CheckOwed.amount(context), input.get(METHOD), context.references().get(References.INVOICE),
                Boolean.parseBoolean(input.get(CUSTOMER_PRESENT)), input.get(RETURN_URL)), context.requestId());
        return new StepOutcome.Done(Map.of(References.PAYMENT, payment.name()),
                Map.of(ASKED_MILLIS, Long.toString(context.now().toEpochMilli())));
    }

    @Override
    public Optional<Compensation> compensation() {
        return Optional.of(context -> {
            if (!context.data().containsKey(CheckOwed.AMOUNT_MINOR)) {
                return;
            }
            payments.cancelRequest(context.stepRequestId(), context.requestId())
                    .filter(payment -> payments.get(payment).state() == Payments.State.SUCCEEDED)
                    .ifPresent(payment -> applyMoney.requireApplied(context, payment));
        });
    }
}
