package io.avid.customer.event;

import io.avid.platform.event.EventSubscriber;
import io.avid.platform.type.v1.Event;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tells of the customers that events are about; what they hold by now is read from the store. */
public final class FollowCustomers implements EventSubscriber {
    private final UnaryOperator<String> idOfName;
    private final Consumer<Map<String, Set<String>>> changed;

    /**
     * @param idOfName the id in a customer's resource name
     * @param changed takes the ids of customers that were created or changed, by organisation
     */
    public FollowCustomers(UnaryOperator<String> idOfName, Consumer<Map<String, Set<String>>> changed) {
        this.idOfName = idOfName;
        this.changed = changed;
    }

    @Override
    public void apply(List<Event> events) {
        var idsByOrganisation = new LinkedHashMap<String, Set<String>>();
        for (Event event : events) {
            idsByOrganisation.computeIfAbsent(event.getOrganisation(), any -> new LinkedHashSet<>())
                    .add(idOfName.apply(event.getAggregate()));
        }
        changed.accept(idsByOrganisation);
    }
}
