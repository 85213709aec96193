package io.avid.overview.subscriber;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.avid.customer.v1.CustomerCreated;
import io.avid.document.v1.DocumentCreated;
import io.avid.invoice.v1.InvoiceCreated;
import io.avid.overview.store.CustomerIndex;
import io.avid.overview.store.CustomerIndex.Change;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.store.ResourceOwners;
import io.avid.overview.store.ResourceOwners.Owner;
import io.avid.payment.v1.PaymentRequested;
import io.avid.platform.event.EventSubscriber;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessChanged;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.type.v1.Event;
import io.avid.transaction.v1.TransactionPosted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the read index up to date and tells those who watch a customer.
 *
 * <p>Any event of a core service that names a customer says that something of it changed; which ones
 * there are is read from the modules' published event files, so a new one is followed without a line
 * here. A process's event states the whole process, so a gap needs no refetch: the highest sequence
 * wins.
 */
public final class FollowChanges implements EventSubscriber {
    private static final String PROCESS_CHANGED = ProcessChanged.getDescriptor().getFullName();
    private static final String CUSTOMER = "customer";

    /** Of these a process may name one and not the customer. */
    private static final Set<String> OWNED = Set.of("invoices", "payments", "refunds", "paymentLinks");

    /** The events that name a customer, by type. */
    private static final Map<String, Descriptor> CUSTOMERS_EVENTS = Stream.of(CustomerCreated.getDescriptor(),
                    TransactionPosted.getDescriptor(), InvoiceCreated.getDescriptor(), DocumentCreated.getDescriptor(),
                    PaymentRequested.getDescriptor())
            .flatMap(event -> event.getFile().getMessageTypes().stream())
            .filter(event -> event.findFieldByName(CUSTOMER) != null)
            .collect(Collectors.toUnmodifiableMap(Descriptor::getFullName, Function.identity()));

    /** What it wants to hear of. */
    public static final Set<String> TYPES = Stream.concat(CUSTOMERS_EVENTS.keySet().stream(), Stream.of(PROCESS_CHANGED))
            .collect(Collectors.toUnmodifiableSet());

    private final CustomerIndex customers;
    private final ProcessIndex processes;
    private final ResourceOwners owners;
    private final BiConsumer<String, String> watchers;

    /**
     * Over the three parts of the index.
     *
     * @param watchers told the organisation and name of each customer of whom something changed, once the
     *     index knows it
     */
    public FollowChanges(CustomerIndex customers, ProcessIndex processes, ResourceOwners owners,
            BiConsumer<String, String> watchers) {
        this.customers = customers;
        this.processes = processes;
        this.owners = owners;
        this.watchers = watchers;
    }

    @Override
    public void apply(List<Event> events) {
        var changes = new ArrayList<Change>();
        var owned = new LinkedHashSet<Owner>();
        var created = new LinkedHashSet<Owner>();
        for (Event event : events) {
            if (!event.getType().equals(PROCESS_CHANGED)) {
                changeIn(event, changes::add);
                ownerIn(event, owner -> {
                    owned.add(owner);
                    if (event.getSequence() == 1) {
                        created.add(owner);
                    }
                });
            }
        }
        owners.keep(owned);
        List<Event> ofProcesses = events.stream().filter(event -> event.getType().equals(PROCESS_CHANGED)).toList();
        Iterator<Set<CustomerKey>> about = processes.keep(ofProcesses.stream().map(FollowChanges::entryOf).toList()).iterator();
        ofProcesses.forEach(event -> about.next().forEach(customer -> changes.add(change(event, customer))));
        Set<CustomerKey> gained = processes.nowOwned(created);
        customers.note(changes);
        Stream.concat(changes.stream().map(Change::of), gained.stream()).distinct()
                .forEach(customer -> watchers.accept(customer.organisation(), customer.customer()));
    }

    private static void changeIn(Event event, Consumer<Change> found) {
        String customer = customerIn(event);
        if (!customer.isEmpty()) {
            found.accept(change(event, new CustomerKey(event.getOrganisation(), customer)));
        }
    }

    private static void ownerIn(Event event, Consumer<Owner> found) {
        String aggregate = event.getAggregate();
        int slash = aggregate.indexOf('/');
        if (slash > 0 && OWNED.contains(aggregate.substring(0, slash))) {
            String customer = customerIn(event);
            if (!customer.isEmpty()) {
                found.accept(new Owner(event.getOrganisation(), aggregate, customer));
            }
        }
    }

    private static Change change(Event event, CustomerKey customer) {
        return new Change(customer, Timestamps.toMillis(event.getTime()), event.getAggregate(), event.getType());
    }

    private static String customerIn(Event event) {
        Descriptor type = CUSTOMERS_EVENTS.get(event.getType());
        FieldDescriptor field = type.findFieldByName(CUSTOMER);
        try {
            return (String) DynamicMessage.parseFrom(type, event.getPayload()).getField(field);
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(event, e);
        }
    }

    private static ProcessIndex.Entry entryOf(Event event) {
        try {
            Process process = ProcessChanged.parseFrom(event.getPayload()).getProcess();
            return new ProcessIndex.Entry(event.getOrganisation(), process.getName(), event.getSequence(),
                    process.getState().name(), isEnd(process.getState()), Timestamps.toMillis(process.getUpdateTime()),
                    new TreeSet<>(process.getReferencesMap().values()), process.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(event, e);
        }
    }

    private static boolean isEnd(ProcessState state) {
        return switch (state) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, RUNNING, WAITING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static IllegalArgumentException unreadable(Event event, InvalidProtocolBufferException cause) {
        return new IllegalArgumentException("event " + event.getId() + " does not hold a " + event.getType(), cause);
    }
}
