package io.avid.platform.process;

import com.google.protobuf.Timestamp;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.ProcessStep;
import java.time.Instant;

/** Processes as {@code avid.process.v1} messages. */
public final class ProcessMessages {
    private ProcessMessages() {}

    /** The message of a process as it stands. */
    public static Process of(ProcessSnapshot process) {
        Process.Builder message = Process.newBuilder()
                .setName(process.name())
                .setType(process.type())
                .setState(of(process.state()))
                .putAllCounters(process.counters())
                .setItemsDone(process.itemsDone())
                .setItemsTotal(process.itemsTotal())
                .putAllReferences(process.references())
                .setMessage(process.message())
                .setReason(process.reason())
                .setActor(process.actor())
                .setCreateTime(of(process.createTime()))
                .setUpdateTime(of(process.updateTime()))
                .setEtag(process.etag());
        process.endTime().ifPresent(time -> message.setEndTime(of(time)));
        for (ProcessSnapshot.StepSnapshot step : process.steps()) {
            ProcessStep.Builder stepMessage = ProcessStep.newBuilder()
                    .setStep(step.step())
                    .setState(of(step.state()))
                    .setAttempt(step.attempt())
                    .setMessage(step.message());
            step.dueTime().ifPresent(time -> stepMessage.setDueTime(of(time)));
            message.addSteps(stepMessage);
        }
        return message.build();
    }

    private static ProcessState of(ProcessSnapshot.State state) {
        return switch (state) {
            case PENDING -> ProcessState.PENDING;
            case RUNNING -> ProcessState.RUNNING;
            case WAITING -> ProcessState.WAITING;
            case SUCCEEDED -> ProcessState.SUCCEEDED;
            case FAILED -> ProcessState.FAILED;
            case CANCELLED -> ProcessState.CANCELLED;
        };
    }

    private static Timestamp of(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()).build();
    }
}
