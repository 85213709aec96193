package io.avid.platform.store;

import io.avid.platform.type.v1.Event;
import java.util.Objects;

/**
 * A published event where it stands in its stream.
 *
 * @param position from 1, ascending
 */
public record PositionedEvent(long position, Event event) {
    public PositionedEvent {
        Objects.requireNonNull(event, "event");
    }
}
