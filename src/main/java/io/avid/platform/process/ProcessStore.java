package io.avid.platform.process;

import io.avid.platform.process.v1.ProcessChanged;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.DueIndex;
import io.avid.platform.store.Fact;
import io.avid.platform.store.ItemResults;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import io.avid.platform.identifier.RequestIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A module's processes as they are kept; every change but a heartbeat publishes ProcessChanged. */
final class ProcessStore {
    private final AggregateStore<ProcessRecord> processes;
    private final DueIndex due;
    private final ItemResults results;
    private final InstantSource clock;

    ProcessStore(ModuleDatabase database, InstantSource clock) {
        this.processes = database.aggregates("processes", database.codec(ProcessRecord.class));
        this.due = database.dueIndex();
        this.results = database.itemResults();
        this.clock = clock;
    }

    DueIndex due() {
        return due;
    }

    ItemResults results() {
        return results;
    }

    String nameOf(String id) {
        return processes.nameOf(id);
    }

    String idOf(String name) {
        return processes.idOf(name);
    }

    Stored<ProcessRecord> get(String organisation, String id) {
        return processes.get(organisation, id);
    }

    Optional<Stored<ProcessRecord>> find(String organisation, String id) {
        return processes.find(organisation, id);
    }

    Stored<ProcessRecord> create(Principal by, String id, ProcessRecord record, RequestIdentity request) {
        Instant now = clock.instant();
        ProcessSnapshot snapshot = record.snapshot(nameOf(id), now, now, processes.firstEtag(by.organisation(), id));
        return processes.create(by,
                new NewAggregate<>(id, record, List.of(changed(snapshot)), Set.of(), Optional.of(request)));
    }

    /** Changes a process as staff asked. */
    Stored<ProcessRecord> change(Principal by, String id, RequestIdentity request, UnaryOperator<ProcessRecord> change) {
        return processes.update(by, id, Optional.of(request), current -> publishing(current, change.apply(current.state())));
    }

    /** Changes a process as its worker found out, from what the worker knows of it. */
    Stored<ProcessRecord> change(Principal by, Stored<ProcessRecord> known, UnaryOperator<ProcessRecord> change) {
        return processes.update(by, known, Optional.empty(), current -> publishing(current, change.apply(current.state())));
    }

    /** Changes what nobody outside needs to hear of. */
    Stored<ProcessRecord> changeSilently(Principal by, Stored<ProcessRecord> known, UnaryOperator<ProcessRecord> change) {
        return processes.update(by, known, Optional.empty(),
                current -> Change.to(change.apply(current.state()), List.of()));
    }

    private Change<ProcessRecord> publishing(Stored<ProcessRecord> current, ProcessRecord next) {
        ProcessSnapshot snapshot = next.snapshot(nameOf(current.id()), current.createTime(), clock.instant(),
                processes.nextEtag(current));
        return Change.to(next, List.of(changed(snapshot)));
    }

    private static Fact changed(ProcessSnapshot snapshot) {
        return Fact.of(ProcessChanged.newBuilder().setProcess(ProcessMessages.of(snapshot)).build());
    }
}
