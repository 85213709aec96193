package io.avid.platform.event;

import io.avid.platform.store.EventLog;
import io.avid.platform.store.PositionedEvent;
import java.util.List;
import java.util.Set;

/** A module's event log as a source of one stream. */
final class EventLogSource implements EventSource {
    static final String STREAM = "log";

    private final EventLog log;

    EventLogSource(EventLog log) {
        this.log = log;
    }

    @Override
    public Set<String> streams() {
        return Set.of(STREAM);
    }

    @Override
    public List<PositionedEvent> after(String stream, long position, int limit) {
        return log.after(position, limit);
    }

    @Override
    public long lastPosition(String stream) {
        return log.lastPosition();
    }
}
