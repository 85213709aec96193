package io.avid.platform.process;

import io.avid.platform.error.Failure;

/** A step that is done at once: usually one call of a core service. */
public non-sealed interface CallStep extends Step {
    /**
     * Does it, with {@link StepContext#requestId()} in what it asks of others.
     *
     * @throws Failure UNAVAILABLE, DEADLINE_EXCEEDED and INTERNAL mean that the outcome is unknown:
     *     the step is run again with the same request id. RESOURCE_EXHAUSTED and ABORTED are tried
     *     again likewise. Any other is final: the process fails, and a retry by staff has a new
     *     request id
     */
    StepOutcome run(StepContext context);
}
