package io.avid.invoice.event;

import io.avid.platform.event.EventSubscriber;
import io.avid.platform.type.v1.Event;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tells of the invoices that events are about; what they hold by now is read from the store. */
public final class FollowInvoices implements EventSubscriber {
    private final UnaryOperator<String> idOfName;
    private final Consumer<Map<String, Set<String>>> changed;

    /**
     * @param idOfName the id in an invoice's resource name
     * @param changed takes the ids of invoices that were created or changed, by organisation
     */
    public FollowInvoices(UnaryOperator<String> idOfName, Consumer<Map<String, Set<String>>> changed) {
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
