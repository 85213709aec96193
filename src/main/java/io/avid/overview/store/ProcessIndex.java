package io.avid.overview.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.store.ResourceOwners.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * The last known state of each process, and which customers it is about: those that its references
 * name, and those whose invoice or payment they name. The event that tells whose an invoice is may come
 * before or after the process's own, so both look for the other.
 */
public final class ProcessIndex {
    private static final String KIND = "process";
    private static final String CUSTOMER_PREFIX = "customers/";
    private static final String KIND_FIELD = "kind";
    private static final String SEQUENCE = "sequence";
    private static final String STATE = "state";
    private static final String ENDED = "ended";
    private static final String ABOUT = "about";
    private static final String PROCESS = "process";

    private final IndexCollection index;
    private final ResourceOwners owners;

    public ProcessIndex(IndexCollection index, ResourceOwners owners) {
        this.index = index;
        this.owners = owners;
    }

    /**
     * A process as an event stated it.
     *
     * @param organisation whose it is
     * @param name its resource name
     * @param sequence the event's sequence within the process
     * @param state name of its state
     * @param ended whether nothing more happens by itself
     * @param updateMillis when it changed, in milliseconds since 1970
     * @param about names of the resources that it references
     * @param message the whole process, serialised
     */
    public record Entry(String organisation, String name, long sequence, String state, boolean ended, long updateMillis,
            Set<String> about, byte[] message) {
        public Entry {
            about = Set.copyOf(about);
        }
    }

    /**
     * One page of processes.
     *
     * @param messages the processes, serialised, latest change first
     * @param next where the next page begins
     */
    public record Page(List<byte[]> messages, Optional<String> next) {}

    /**
     * Keeps what events stated, unless later ones were here before: of each process the last, all in one write.
     *
     * @param entries in the order of their events
     * @return the customers that each is about, in that order
     */
    public List<Set<CustomerKey>> keep(List<Entry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, String>> ownersByOrganisation = ownersOf(entries);
        var about = new ArrayList<Set<CustomerKey>>(entries.size());
        var last = new LinkedHashMap<String, Entry>();
        for (Entry entry : entries) {
            about.add(keys(entry.organisation(), customersOf(entry, ownersByOrganisation)));
            last.merge(IndexCollection.id(KIND, entry.organisation(), entry.name()), entry,
                    (one, other) -> other.sequence() >= one.sequence() ? other : one);
        }
        List<ReplaceOneModel<Document>> writes = last.entrySet().stream()
                .map(kept -> new ReplaceOneModel<>(
                        Filters.and(Filters.eq(IndexCollection.ID, kept.getKey()), Filters.lt(SEQUENCE, kept.getValue().sequence())),
                        document(kept.getKey(), kept.getValue(), customersOf(kept.getValue(), ownersByOrganisation)),
                        new ReplaceOptions().upsert(true)))
                .toList();
        index.with(collection -> {
            try {
                return collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                // No document of a lower sequence and one of that id: what is there is as new or newer.
                if (e.getWriteConcernError() == null && e.getWriteErrors().stream()
                        .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY)) {
                    return null;
                }
                throw e;
            }
        });
        return about;
    }

    private static Document document(String id, Entry entry, Set<String> customers) {
        return new Document(IndexCollection.ID, id)
                .append(KIND_FIELD, KIND)
                .append(IndexCollection.ORGANISATION, entry.organisation())
                .append(SEQUENCE, entry.sequence())
                .append(STATE, entry.state())
                .append(ENDED, entry.ended())
                .append(IndexCollection.UPDATE_TIME, entry.updateMillis())
                .append(ABOUT, List.copyOf(entry.about()))
                .append(IndexCollection.CUSTOMERS, List.copyOf(customers))
                .append(PROCESS, new Binary(entry.message()));
    }

    /** The customers of what the processes name, by organisation and resource. */
    private Map<String, Map<String, String>> ownersOf(List<Entry> entries) {
        var named = new HashMap<String, Set<String>>();
        entries.forEach(entry -> entry.about().stream().filter(name -> !name.startsWith(CUSTOMER_PREFIX))
                .forEach(name -> named.computeIfAbsent(entry.organisation(), any -> new LinkedHashSet<>()).add(name)));
        var found = new HashMap<String, Map<String, String>>();
        named.forEach((organisation, resources) -> found.put(organisation, owners.of(organisation, resources)));
        return found;
    }

    private static Set<String> customersOf(Entry entry, Map<String, Map<String, String>> ownersByOrganisation) {
        Map<String, String> known = ownersByOrganisation.getOrDefault(entry.organisation(), Map.of());
        var customers = new TreeSet<String>();
        for (String name : entry.about()) {
            if (name.startsWith(CUSTOMER_PREFIX)) {
                customers.add(name);
            } else if (known.containsKey(name)) {
                customers.add(known.get(name));
            }
        }
        return customers;
    }

    /**
     * Gives processes that were heard of before the resources that they name their customers.
     *
     * @return the customers of whom there is now one more process
     */
    public Set<CustomerKey> nowOwned(Collection<Owner> created) {
        if (created.isEmpty()) {
            return Set.of();
        }
        Set<String> named = index.with(collection -> {
            var found = new LinkedHashSet<String>();
            for (Document process : collection.find(Filters.and(Filters.eq(KIND_FIELD, KIND),
                    Filters.in(ABOUT, created.stream().map(Owner::resource).toList())))) {
                process.getList(ABOUT, String.class)
                        .forEach(name -> found.add(process.getString(IndexCollection.ORGANISATION) + " " + name));
            }
            return found;
        });
        var gained = new LinkedHashSet<CustomerKey>();
        for (Owner owner : created) {
            if (named.contains(owner.organisation() + " " + owner.resource())) {
                long changed = index.with(collection -> collection.updateMany(
                        Filters.and(Filters.eq(KIND_FIELD, KIND),
                                Filters.eq(IndexCollection.ORGANISATION, owner.organisation()),
                                Filters.eq(ABOUT, owner.resource()),
                                Filters.ne(IndexCollection.CUSTOMERS, owner.customer())),
                        Updates.addToSet(IndexCollection.CUSTOMERS, owner.customer())).getModifiedCount());
                if (changed > 0) {
                    gained.add(new CustomerKey(owner.organisation(), owner.customer()));
                }
            }
        }
        return gained;
    }

    /** One page of an organisation's processes. */
    public Page latest(String organisation, Optional<String> state, int limit, Optional<String> position) {
        var filters = new ArrayList<Bson>();
        filters.add(Filters.eq(KIND_FIELD, KIND));
        filters.add(Filters.eq(IndexCollection.ORGANISATION, organisation));
        state.ifPresent(name -> filters.add(Filters.eq(STATE, name)));
        position.ifPresent(end -> filters.add(changedBefore(end)));
        List<Document> found = find(Filters.and(filters), limit + 1);
        Optional<String> next = found.size() <= limit ? Optional.empty() : Optional.of(end(found.get(limit - 1)));
        return new Page(found.stream().limit(limit).map(ProcessIndex::message).toList(), next);
    }

    /** The processes about a customer that have not ended, serialised, latest change first, at most so many. */
    public List<byte[]> running(CustomerKey customer, int limit) {
        return find(Filters.and(Filters.eq(KIND_FIELD, KIND),
                        Filters.eq(IndexCollection.ORGANISATION, customer.organisation()),
                        Filters.eq(IndexCollection.CUSTOMERS, customer.customer()),
                        Filters.eq(ENDED, false)), limit)
                .stream().map(ProcessIndex::message).toList();
    }

    private List<Document> find(Bson filter, int limit) {
        return index.with(collection -> {
            var found = new ArrayList<Document>();
            for (Document document : collection.find(filter)
                    .sort(Sorts.descending(IndexCollection.UPDATE_TIME, IndexCollection.ID))
                    .limit(limit)) {
                found.add(document);
            }
            return found;
        });
    }

    private static Set<CustomerKey> keys(String organisation, Set<String> customers) {
        return customers.stream().map(customer -> new CustomerKey(organisation, customer)).collect(Collectors.toSet());
    }

    private static byte[] message(Document document) {
        return document.get(PROCESS, Binary.class).getData();
    }

    private static String end(Document document) {
        return document.getLong(IndexCollection.UPDATE_TIME) + "/" + document.getString(IndexCollection.ID);
    }

    private static Bson changedBefore(String position) {
        int slash = position.indexOf('/');
        long time = Long.parseLong(position.substring(0, slash));
        return Filters.or(Filters.lt(IndexCollection.UPDATE_TIME, time),
                Filters.and(Filters.eq(IndexCollection.UPDATE_TIME, time),
                        Filters.lt(IndexCollection.ID, position.substring(slash + 1))));
    }
}
