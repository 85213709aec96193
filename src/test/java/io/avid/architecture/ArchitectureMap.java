package io.avid.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the code says of the modules: which there are, who calls what of whom, which events go where, and what each keeps.
 * {@link ReadArchitecture} reads it, {@link ArchitecturePage} writes it down.
 *
 * @param modules core services first, each kind by name
 * @param calls of modules by modules
 * @param published by modules
 * @param subscriptions of modules
 * @param kept by modules in their own stores
 * @param keptByThePlatform collections that the platform makes in the database of a module that has one
 */
record ArchitectureMap(List<Module> modules, SortedSet<Call> calls, SortedSet<Publication> published,
        SortedSet<Hearing> subscriptions, SortedSet<Kept> kept, SortedSet<String> keptByThePlatform) {
    /**
     * A module.
     *
     * @param core whether it is a core service; else it is an orchestrator
     * @param rpcs what it publishes, in the order of its protos
     */
    record Module(String name, boolean core, List<Rpc> rpcs) {}

    /**
     * An RPC.
     *
     * @param name without its service, such as {@code GetCustomer}
     * @param service full name of its service
     * @param customers whether a customer's own login may call it
     */
    record Rpc(String service, String name, String permission, boolean customers, boolean changes) {}

    /** A module's code calls an RPC of another's. */
    record Call(String caller, String called, String rpc) implements Comparable<Call> {
        @Override
        public int compareTo(Call other) {
            return Comparator.comparing(Call::caller).thenComparing(Call::called).thenComparing(Call::rpc).compare(this, other);
        }
    }

    /** A module's code makes an event. */
    record Publication(String module, String event) implements Comparable<Publication> {
        @Override
        public int compareTo(Publication other) {
            return Comparator.comparing(Publication::module).thenComparing(Publication::event).compare(this, other);
        }
    }

    /**
     * A module subscribes.
     *
     * @param publishers of which modules' events; none means any
     * @param types of events, by full name; none means all
     */
    record Hearing(String module, String subscription, Set<String> publishers, Set<String> types) implements Comparable<Hearing> {
        boolean hears(Publication publication) {
            return (publishers.isEmpty() || publishers.contains(publication.module()))
                    && (types.isEmpty() || types.contains(publication.event()));
        }

        @Override
        public int compareTo(Hearing other) {
            return Comparator.comparing(Hearing::module).thenComparing(Hearing::subscription).compare(this, other);
        }
    }

    /** Where something is kept. */
    enum Store {
        COLLECTION("MongoDB"), INDEX("Elasticsearch"), CONTAINER("Azure Blob Storage");

        private final String product;

        Store(String product) {
            this.product = product;
        }

        String product() {
            return product;
        }
    }

    /** A module keeps something under a name in a store of its own. */
    record Kept(String module, Store store, String name) implements Comparable<Kept> {
        @Override
        public int compareTo(Kept other) {
            return Comparator.comparing(Kept::module).thenComparing(Kept::store).thenComparing(Kept::name).compare(this, other);
        }
    }

    ArchitectureMap {
        modules = List.copyOf(modules);
        Objects.requireNonNull(calls, "calls");
        Objects.requireNonNull(published, "published");
        Objects.requireNonNull(subscriptions, "subscriptions");
        Objects.requireNonNull(kept, "kept");
        Objects.requireNonNull(keptByThePlatform, "keptByThePlatform");
    }

    /** This map, and what another says besides of the same modules. */
    ArchitectureMap and(ArchitectureMap more) {
        return new ArchitectureMap(modules, union(calls, more.calls), union(published, more.published), union(subscriptions, more.subscriptions),
                union(kept, more.kept), union(keptByThePlatform, more.keptByThePlatform));
    }

    private static <T> SortedSet<T> union(SortedSet<T> one, SortedSet<T> other) {
        var union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    /** Whose code calls a module. */
    SortedSet<String> callersOf(String module) {
        return calls.stream().filter(call -> call.called().equals(module)).map(Call::caller).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What one module's code calls of another's. */
    SortedSet<String> called(String caller, String called) {
        return calls.stream().filter(call -> call.caller().equals(caller) && call.called().equals(called)).map(Call::rpc)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a module keeps in one kind of store. */
    SortedSet<String> kept(String module, Store store) {
        return kept.stream().filter(thing -> thing.module().equals(module) && thing.store() == store).map(Kept::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
