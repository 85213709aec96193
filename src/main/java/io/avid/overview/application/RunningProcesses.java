package io.avid.overview.application;

import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.store.ProcessIndex;
import io.avid.platform.process.v1.Process;
import java.util.List;

/** The processes that are at work for a customer, as overview's index knows them. */
public final class RunningProcesses {
    private final ProcessIndex index;

    public RunningProcesses(ProcessIndex index) {
        this.index = index;
    }

    /** Latest change first, at most so many. */
    List<Process> of(CustomerKey customer, int limit) {
        return index.running(customer, limit).stream().map(ListProcesses::parse).toList();
    }
}
