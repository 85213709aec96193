package io.avid.billing.process;

import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Waits until the receipt is filed, when all that counts is done. Where it cannot be made, the process that
 * makes it has failed and is there to be retried; this one ends and says so.
 *
 * @param role of what was moved: a payment or a refund
 * @param applying the process that files it
 */
record AwaitReceipt(String role, BiFunction<StepContext, String, ProcessSnapshot> applying) implements CallStep {
    /** The process's end wakes this one; that was missed only if Avid was restarted in between. */
    private static final Duration POLL = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "receipt";
    }

    @Override
    public StepOutcome run(StepContext context) {
        ProcessSnapshot applied = applying.apply(context, context.references().get(role));
        Optional<String> receipt = Optional.ofNullable(applied.references().get(References.RECEIPT));
        if (receipt.isPresent()) {
            return StepOutcome.done(Map.of(References.RECEIPT, receipt.get()));
        }
        if (applied.state().isEnd()) {
            return new StepOutcome.Done(Map.of(), Map.of(),
                    "The receipt is not filed: " + applied.message() + " Retry " + applied.name() + ".");
        }
        return new StepOutcome.Later(context.now().plus(POLL), applied.name() + ", which files the receipt, is " + applied.state() + ".");
    }
}
