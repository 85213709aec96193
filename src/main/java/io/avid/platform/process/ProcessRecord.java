package io.avid.platform.process;

import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.process.ProcessSnapshot.StepSnapshot;
import io.avid.platform.security.Principal;
import io.avid.platform.store.Stored;
import io.avid.platform.telemetry.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A process as it is stored. Only this package sees it; what has no value is null here, as the
 * document has no such field then.
 *
 * @param reason why it failed, for programs; null or empty where it did not
 * @param current index of the step that is run, or undone while {@code compensating}
 * @param cancelRequested staff cancelled it while a worker had it; the worker ends it before its next chunk
 * @param leaseOwner worker that has it; null where none has
 * @param epoch rises with every lease; what a worker writes is on condition of its own
 * @param traceparent of the call that started it; empty where there was none
 */
record ProcessRecord(String type, String actor, Set<String> permissions, String customer, Map<String, String> input,
        Map<String, String> data, Map<String, String> references, Map<String, Long> counters, long itemsDone,
        long itemsTotal, long resultCount, State state, String message, String reason, List<StepRecord> steps, int current,
        boolean compensating, boolean cancelRequested, Instant due, Instant endTime, String leaseOwner,
        Instant leaseUntil, long epoch, String traceparent) {

    /**
     * A step as it is stored.
     *
     * @param round part of its request ids; rises only after a failure that is known to be final
     * @param finalFailure whether its last failure is known to be final
     * @param undone whether its compensation was done
     */
    record StepRecord(String name, State state, int attempt, int round, Instant due, String message, String cursor,
            boolean finalFailure, boolean undone) {
        static StepRecord first(String name) {
            return new StepRecord(name, State.PENDING, 0, 1, null, "", "", false, false);
        }

        StepRecord at(State newState, int newAttempt, Instant newDue, String newMessage) {
            return new StepRecord(name, newState, newAttempt, round, newDue, newMessage, cursor, finalFailure, undone);
        }

        StepRecord withCursor(String newCursor) {
            return new StepRecord(name, state, attempt, round, due, message, newCursor, finalFailure, undone);
        }

        StepRecord failedFor(boolean isFinal) {
            return new StepRecord(name, state, attempt, round, due, message, cursor, isFinal, undone);
        }

        StepRecord asUndone() {
            State left = state == State.FAILED ? state : State.CANCELLED;
            return new StepRecord(name, left, attempt, round, null, message, cursor, finalFailure, true);
        }

        /** Before the next round: after a known final failure or a compensation its requests are new ones. */
        StepRecord again() {
            boolean anew = finalFailure || undone;
            return new StepRecord(name, State.PENDING, 0, anew ? round + 1 : round, null, "", undone ? "" : cursor,
                    false, false);
        }
    }

    static ProcessRecord begin(ProcessDefinition definition, ProcessStart start, Principal by, Instant due) {
        return new ProcessRecord(definition.type(), by.actor(), by.permissions(), by.customer().orElse(null),
                start.input(), Map.of(), start.references(), Map.of(), 0, 0, 0, State.PENDING, "", "",
                definition.steps().stream().map(step -> StepRecord.first(step.name())).toList(), 0, false, false, due,
                null, null, null, 0, Trace.current().map(Trace::traceparent).orElse(""));
    }

    StepRecord currentStep() {
        return steps.get(current);
    }

    /** The principal of its steps, acting as the process: with what its kind states, or else what the starter was granted. */
    Principal principal(ProcessDefinition definition, String organisation, String id) {
        return new Principal(organisation, "process/" + id,
                definition.permissions().isEmpty() ? permissions : definition.permissions(), Optional.ofNullable(customer));
    }

    ProcessRecord withStep(int index, UnaryOperator<StepRecord> change) {
        var changed = new ArrayList<>(steps);
        changed.set(index, change.apply(changed.get(index)));
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, reason, List.copyOf(changed), current, compensating, cancelRequested,
                due, endTime, leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord withCurrentStep(UnaryOperator<StepRecord> change) {
        return withStep(current, change);
    }

    ProcessRecord at(State newState, String newMessage) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, newState, newMessage, newState == State.RUNNING || compensating ? reason : "", steps, current, compensating, cancelRequested, due,
                endTime, leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord atStep(int index, boolean undoing) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, reason, steps, index, undoing, cancelRequested, due, endTime,
                leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord cancelling(boolean requested) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, reason, steps, current, compensating, requested, due, endTime,
                leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord leased(String owner, Instant until, long newEpoch) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, reason, steps, current, compensating, cancelRequested, due, endTime,
                owner, until, newEpoch, traceparent);
    }

    /** Given back, to be taken up when due. */
    ProcessRecord released(Instant newDue) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, reason, steps, current, compensating, cancelRequested, newDue, null,
                null, null, epoch, traceparent);
    }

    /** With what a program needs to know of its failure. */
    ProcessRecord failing(String newReason) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, state, message, newReason, steps, current, compensating, cancelRequested, due,
                endTime, leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord ended(State end, String why, Instant time) {
        return new ProcessRecord(type, actor, permissions, customer, input, data, references, counters, itemsDone,
                itemsTotal, resultCount, end, why, end == State.FAILED ? reason : "", steps, current, compensating, false, null,
                time, null, null, epoch, traceparent);
    }

    ProcessRecord keeping(Map<String, String> moreReferences, Map<String, String> moreData) {
        return new ProcessRecord(type, actor, permissions, customer, input, merged(data, moreData),
                merged(references, moreReferences), counters, itemsDone, itemsTotal, resultCount, state, message, reason, steps,
                current, compensating, cancelRequested, due, endTime, leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessRecord counting(ChunkOutcome chunk) {
        var sums = new HashMap<>(counters);
        chunk.counters().forEach((name, count) -> sums.merge(name, count, Math::addExact));
        return new ProcessRecord(type, actor, permissions, customer, input, data, merged(references, chunk.references()),
                sums, Math.addExact(itemsDone, chunk.itemsDone()), chunk.itemsTotal().orElse(itemsTotal),
                resultCount + chunk.results().size(), state, message, reason, steps, current, compensating, cancelRequested,
                due, endTime, leaseOwner, leaseUntil, epoch, traceparent);
    }

    ProcessSnapshot snapshot(String name, Instant createTime, Instant updateTime, String etag) {
        return new ProcessSnapshot(name, type, state,
                steps.stream().map(step -> new StepSnapshot(step.name(), step.state(), step.attempt(),
                        Optional.ofNullable(step.due()), step.message())).toList(),
                Map.copyOf(counters), itemsDone, itemsTotal, Map.copyOf(references), message,
                Objects.requireNonNullElse(reason, ""), actor, Map.copyOf(input),
                Map.copyOf(data), resultCount, createTime, updateTime, Optional.ofNullable(endTime), etag);
    }

    static ProcessSnapshot snapshot(String name, Stored<ProcessRecord> stored) {
        return stored.state().snapshot(name, stored.createTime(), stored.updateTime(), stored.etag());
    }

    private static Map<String, String> merged(Map<String, String> values, Map<String, String> more) {
        if (more.isEmpty()) {
            return values;
        }
        var merged = new HashMap<>(values);
        merged.putAll(more);
        return merged;
    }
}
