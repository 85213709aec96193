package io.avid.payment.event;

import io.avid.platform.event.EventSubscriber;
import io.avid.platform.type.v1.Event;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tells of the aggregates that events are about; what they hold by now is read from the store. */
public final class FollowPayments implements EventSubscriber {
    private final Consumer<Map<String, Set<String>>> changed;

    /** @param changed takes the resource names of aggregates that were created or changed, by organisation */
    public FollowPayments(Consumer<Map<String, Set<String>>> changed) {
        this.changed = changed;
    }

    @Override
    public void apply(List<Event> events) {
        var namesByOrganisation = new LinkedHashMap<String, Set<String>>();
        for (Event event : events) {
            namesByOrganisation.computeIfAbsent(event.getOrganisation(), any -> new LinkedHashSet<>()).add(event.getAggregate());
        }
        changed.accept(namesByOrganisation);
    }
}
