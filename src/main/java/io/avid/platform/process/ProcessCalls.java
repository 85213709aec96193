package io.avid.platform.process;

import com.google.protobuf.Message;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;

/**
 * The three calls about its processes that every orchestrator's service has: GetProcess, RetryProcess
 * and CancelProcess, in the name of who calls.
 */
public final class ProcessCalls {
    private final ProcessEngine processes;
    private final String service;

    /**
     * Of one orchestrator.
     *
     * @param processes its engine
     * @param service its service, of whose methods a retry or cancel is known when it comes again
     */
    public ProcessCalls(ProcessEngine processes, ServiceDescriptor service) {
        this.processes = processes;
        this.service = service.getName();
    }

    /** The process as it stands; NOT_FOUND where this orchestrator does not run it. */
    public Process get(GetProcessRequest request) {
        return ProcessMessages.of(processes.get(CurrentPrincipal.get(), request.getName()));
    }

    /** Takes up a failed or waiting process at once. */
    public Process retry(RetryProcessRequest request) {
        return ProcessMessages.of(
                processes.retry(CurrentPrincipal.get(), request.getName(), identity("RetryProcess", request)));
    }

    /** Ends a process before its next chunk. */
    public Process cancel(CancelProcessRequest request) {
        return ProcessMessages.of(
                processes.cancel(CurrentPrincipal.get(), request.getName(), identity("CancelProcess", request)));
    }

    private RequestIdentity identity(String method, Message request) {
        return RequestIdentity.of(MethodDescriptor.generateFullMethodName(service, method), request);
    }
}
