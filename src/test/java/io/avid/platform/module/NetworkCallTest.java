package io.avid.platform.module;

import io.avid.platform.error.FailureKind;
import io.avid.platform.module.TestingModule.Behaviour;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.Test;

/** The contract of a call, over a socket. */
class NetworkCallTest extends CallContract {
    private static final String STAFFS_TOKEN = "Bearer org_1;auth0|staff;testing.read;";

    @Override
    TestingModule start(Behaviour behaviour) {
        return TestingModule.network(behaviour);
    }

    @Test
    void aCallThatDoesNotProveWhichModuleMakesItIsRefusedWhateverItsTokenAllows() {
        ManagedChannel bare = NettyChannelBuilder.forAddress("localhost", module(new Behaviour()).port()).usePlaintext().build();
        try {
            assertFails(FailureKind.UNAUTHENTICATED, "TOKEN_MISSING", () -> echoWith(bare, ""));
            assertFails(FailureKind.UNAUTHENTICATED, "TOKEN_INVALID", () -> echoWith(bare, "friend calls another"));
            assertFails(FailureKind.PERMISSION_DENIED, "CALLER_NOT_ACCEPTED", () -> echoWith(bare, "stranger calls testing"));
            echoWith(bare, "friend calls testing");
        } finally {
            bare.shutdownNow();
        }
    }

    private static void echoWith(ManagedChannel channel, String proof) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), STAFFS_TOKEN);
        if (!proof.isEmpty()) {
            headers.put(CallingModule.HEADER, proof);
        }
        TestingServiceGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).echo(text("x"));
    }
}
