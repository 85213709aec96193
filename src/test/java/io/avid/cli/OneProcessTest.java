package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.avid.cli.connection.Tokens;
import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneProcessTest {
    private static final String SERVICE = "avid.shipping.v1.ShippingService";

    @TempDir
    private Path folder;

    private final List<Message> asked = new ArrayList<>();
    private ServedModules served;
    private RecordedSurroundings surroundings;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedModules(shipping());
        surroundings = new RecordedSurroundings(folder)
                .with("AVID_TOKEN", Tokens.endingAt(Instant.parse("2026-01-16T00:00:00Z")))
                .with("AVID_PORT", Integer.toString(served.port()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        served.close();
    }

    @Test
    void theModuleThatRunsAProcessIsFoundByItsNameAlone() {
        assertThat(AvidCommand.run(surroundings, "process", "show", "processes/shipping-7")).isZero();
        assertThat(surroundings.output()).contains("processes/shipping-7", "failed");
        assertThat(AvidCommand.run(surroundings, "process", "retry", "shipping-7")).isZero();
        assertThat(AvidCommand.run(surroundings, "process", "cancel", "processes/shipping-7")).isZero();
        assertThat(asked).contains(
                RetryProcessRequest.newBuilder().setName("processes/shipping-7").setRequestId("cli/retry/processes/shipping-7/4").build(),
                CancelProcessRequest.newBuilder().setName("processes/shipping-7").setRequestId("cli/cancel/processes/shipping-7/4").build());
    }

    @Test
    void aNameOfNoModuleThatRunsProcessesIsNoProcess() {
        for (String name : List.of("processes/nobody-7", "processes/7", "customers/7")) {
            assertThat(AvidCommand.run(surroundings, "process", "show", name)).as(name).isEqualTo(1);
            assertThat(surroundings.errors()).contains("There is no process ", name, "./avid process list");
        }
    }

    /** An orchestrator that the command line was never told of. */
    private BindableService shipping() {
        return () -> ServerServiceDefinition.builder(SERVICE)
                .addMethod(method("GetProcess", GetProcessRequest.getDefaultInstance()), answering(GetProcessRequest::getName))
                .addMethod(method("RetryProcess", RetryProcessRequest.getDefaultInstance()), answering(RetryProcessRequest::getName))
                .addMethod(method("CancelProcess", CancelProcessRequest.getDefaultInstance()), answering(CancelProcessRequest::getName))
                .build();
    }

    private static <Q extends Message> MethodDescriptor<Q, Process> method(String name, Q prototype) {
        return MethodDescriptor.<Q, Process>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(prototype))
                .setResponseMarshaller(ProtoUtils.marshaller(Process.getDefaultInstance()))
                .build();
    }

    private <Q extends Message> ServerCallHandler<Q, Process> answering(Function<Q, String> name) {
        return ServerCalls.asyncUnaryCall((request, answer) -> {
            asked.add(request);
            answer.onNext(Process.newBuilder().setName(name.apply(request)).setType("ship").setState(ProcessState.FAILED).setEtag("4").build());
            answer.onCompleted();
        });
    }
}
