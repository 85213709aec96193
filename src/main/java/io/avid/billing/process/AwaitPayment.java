package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.RetryPolicy;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Waits until the money is taken or will not be. A customer who has to prove that it is them has a
 * while for it; then the payment is ended, so that the invoice is free for another way to pay.
 *
 * @param patience how long the customer has
 */
record AwaitPayment(Payments payments, Duration patience) implements CallStep {
    /** Nobody waits for a person to prove something; events wake the process long before. */
    private static final Duration PERSON_POLL = Duration.ofSeconds(15);
    private static final Duration STRIPE_POLL = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "await-payment";
    }

    @Override
    public RetryPolicy retryPolicy() {
        return StripeRetries.POLICY;
    }

    @Override
    public StepOutcome run(StepContext context) {
        String name = context.references().get(References.PAYMENT);
        context.wakeOn(name);
        Payments.Payment payment = payments.get(name);
        return switch (payment.state()) {
            case SUCCEEDED -> StepOutcome.done();
            case PENDING -> new StepOutcome.Later(context.now().plus(STRIPE_POLL),
                    "Stripe has not told yet what became of " + name + ".");
            case REQUIRES_ACTION -> awaitProof(context, name);
            case FAILED -> throw declined(payment);
            case CANCELLED -> throw abandoned(name, "was cancelled");
        };
    }

    private StepOutcome awaitProof(StepContext context, String payment) {
        Instant end = Instant.ofEpochMilli(Long.parseLong(context.data().get(TakePayment.ASKED_MILLIS))).plus(patience);
        Instant now = context.now();
        if (now.isBefore(end)) {
            Instant poll = now.plus(PERSON_POLL);
            return new StepOutcome.Later(poll.isBefore(end) ? poll : end, "The customer's bank wants a proof that it is"
                    + " them. " + payment + " has the address; until " + end + ".");
        }
        if (payments.cancel(payment, context.requestId("cancel"))) {
            throw abandoned(payment, "was not confirmed by the customer within " + patience.toSeconds() + " s and is ended");
        }
        // It came to its end just now.
        return new StepOutcome.Later(now, "Asking what became of " + payment + ".");
    }

    private static Failure declined(Payments.Payment payment) {
        Payments.Decline decline = payment.decline().orElse(new Payments.Decline("", "", ""));
        String code = decline.declineCode().isEmpty() ? decline.code() : decline.declineCode();
        return Failure.of(FailureKind.FAILED_PRECONDITION, "PAYMENT_DECLINED", payment.name() + " was declined ("
                + code + "). " + decline.message() + " Collect again with another card.",
                Map.of("payment", payment.name(), "code", decline.code(), "decline_code", decline.declineCode()));
    }

    private static Failure abandoned(String payment, String what) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "PAYMENT_ABANDONED", payment + " " + what
                + ". Nothing was taken; collect again.", Map.of("payment", payment));
    }
}
