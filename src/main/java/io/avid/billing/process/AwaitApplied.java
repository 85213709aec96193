package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Waits until the money is in the ledger. The receipt comes after that and holds nothing up.
 *
 * @param role of what was moved: a payment or a refund
 * @param applying the process that posts it
 */
record AwaitApplied(String role, BiFunction<StepContext, String, ProcessSnapshot> applying) implements CallStep {
    /** The posting wakes this one; that was missed only if Avid was restarted in between. */
    private static final Duration POLL = Duration.ofSeconds(2);

    /** Somebody has to do something first. */
    private static final Duration FAILED_POLL = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "await-applied";
    }

    @Override
    public StepOutcome run(StepContext context) {
        String moved = context.references().get(role);
        ProcessSnapshot applied = applying.apply(context, moved);
        Optional<String> posted = ApplyMoney.posted(applied);
        if (posted.isPresent()) {
            return StepOutcome.done(Map.of(References.TRANSACTION, posted.get()));
        }
        if (applied.state() == ProcessSnapshot.State.SUCCEEDED) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "REFUND_REFUSED", applied.message(), Map.of(role, moved));
        }
        boolean failed = applied.state().isEnd();
        return new StepOutcome.Later(context.now().plus(failed ? FAILED_POLL : POLL), applied.name() + ", which posts " + moved
                + ", is " + applied.state() + (failed ? ": " + applied.message() + " Retry that process." : "."));
    }
}
