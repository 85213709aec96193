package io.avid.platform.process;

/** Undoes a step. It is safe to repeat, and right where the step never happened. */
@FunctionalInterface
public interface Compensation {
    /**
     * Undoes it. The context's request id is the compensation's own;
     * {@link StepContext#stepRequestId()} names the request to undo, so that one that has not
     * arrived yet can be refused when it does.
     *
     * @throws io.avid.platform.error.Failure as in {@link CallStep#run}
     */
    void undo(StepContext context);
}
