package io.avid.billing.application;

import io.avid.billing.process.References;
import io.avid.platform.error.Failure;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.security.Principal;

/** Shows how a process stands: to staff any, to a customer's login what it started itself for its own customer. */
public final class ShowProcess {
    private final ProcessEngine processes;

    public ShowProcess(ProcessEngine processes) {
        this.processes = processes;
    }

    /** @throws Failure NOT_FOUND, also where a customer's login did not start it, or did for another customer */
    public ProcessSnapshot show(Principal caller, String name) {
        ProcessSnapshot process = processes.get(caller, name);
        boolean own = process.actor().equals(caller.actor())
                && caller.sees(process.references().getOrDefault(References.CUSTOMER, ""));
        if (caller.customer().isPresent() && !own) {
            throw Failure.notFound(name);
        }
        return process;
    }
}
