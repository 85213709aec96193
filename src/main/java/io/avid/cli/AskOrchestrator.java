package io.avid.cli;

import com.google.protobuf.Message;
import io.avid.cli.terminal.CommandFailure;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls that every orchestrator has for its processes, at the service that a process's name tells:
 * {@code processes/billing-…} is run by {@code avid.billing.v1.BillingService}. So a new orchestrator's
 * processes are shown, retried and cancelled without a word about it here; a law over the protos holds
 * the rule.
 */
final class AskOrchestrator {
    private static final Pattern NAME = Pattern.compile("processes/([a-z]+)-.+");

    private final String service;
    private final Channel channel;

    private AskOrchestrator(String service, Channel channel) {
        this.service = service;
        this.channel = channel;
    }

    /**
     * The one that runs the process of this name.
     *
     * @throws CommandFailure if the name tells none
     */
    static AskOrchestrator of(String process, Channel channel) {
        Matcher name = NAME.matcher(process);
        if (!name.matches()) {
            throw none(process);
        }
        String module = name.group(1);
        return new AskOrchestrator("avid." + module + ".v1." + Character.toUpperCase(module.charAt(0)) + module.substring(1)
                + "Service", channel);
    }

    Process get(String name) {
        try {
            return call("GetProcess", GetProcessRequest.getDefaultInstance(), GetProcessRequest.newBuilder().setName(name).build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                throw none(name);
            }
            throw e;
        }
    }

    Process retry(Process process, String requestId) {
        return call("RetryProcess", RetryProcessRequest.getDefaultInstance(),
                RetryProcessRequest.newBuilder().setName(process.getName()).setRequestId(requestId).build());
    }

    Process cancel(Process process, String requestId) {
        return call("CancelProcess", CancelProcessRequest.getDefaultInstance(),
                CancelProcessRequest.newBuilder().setName(process.getName()).setRequestId(requestId).build());
    }

    private <Q extends Message> Process call(String method, Q prototype, Q request) {
        MethodDescriptor<Q, Process> descriptor = MethodDescriptor.<Q, Process>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(ProtoUtils.marshaller(prototype))
                .setResponseMarshaller(ProtoUtils.marshaller(Process.getDefaultInstance()))
                .build();
        return ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT, request);
    }

    private static CommandFailure none(String process) {
        return new CommandFailure("There is no process " + process
                + ": a name is processes/MODULE-ID, and MODULE must be one that runs processes. See ./avid process list.");
    }
}
