package io.avid.overview.subscriber;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.avid.overview.store.ProcessIndex;
import io.avid.platform.event.EventSubscriber;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessChanged;
import io.avid.platform.type.v1.Event;
import java.util.List;

/**
 * Keeps the index of processes up to date. Each event states the whole process, so a gap needs no
 * refetch: the highest sequence wins.
 */
public final class FollowProcesses implements EventSubscriber {
    /** What it wants to hear of. */
    public static final String TYPE = ProcessChanged.getDescriptor().getFullName();

    private final ProcessIndex index;

    public FollowProcesses(ProcessIndex index) {
        this.index = index;
    }

    @Override
    public void apply(List<Event> events) {
        for (Event event : events) {
            Process process = processIn(event);
            index.keep(new ProcessIndex.Entry(event.getOrganisation(), process.getName(), event.getSequence(),
                    process.getState().name(), Timestamps.toMillis(process.getUpdateTime()), process.toByteArray()));
        }
    }

    private static Process processIn(Event event) {
        try {
            return ProcessChanged.parseFrom(event.getPayload()).getProcess();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("event " + event.getId() + " of type " + event.getType()
                    + " does not hold a ProcessChanged", e);
        }
    }
}
