package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrpcTest {
    private static EdgeUnderTest edge;
    private static ManagedChannel channel;
    private static CustomerServiceBlockingStub customers;

    @BeforeAll
    static void start() {
        edge = new EdgeUnderTest(Map.of());
        channel = NettyChannelBuilder.forAddress("localhost", edge.edge.port()).usePlaintext().maxInboundMessageSize(8 * 1024 * 1024).build();
        customers = CustomerServiceGrpc.newBlockingStub(channel).withInterceptors(bearer(edge.issuer.token("org_1", "customers.read")))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        edge.close();
    }

    @Test
    void aCallReachesItsModuleWithItsPrincipalOnAThreadThatMayWait() {
        Customer customer = customers.getCustomer(get("customers/1"));
        assertThat(customer.getDisplayName()).isEqualTo("Café org_1");
        assertThat(customer.getEtag()).isEqualTo("auth0|staff staff");
        assertThat(edge.modules.lastThread).startsWith("VirtualThread").contains("avid-edge");
    }

    @Test
    void aCustomersOwnLoginNamesItsCustomer() {
        String token = edge.issuer.token("org_1", "auth0|c", claims -> claims.claim("permissions", java.util.List.of("own.read")).claim("avid_customer", "customers/9"));
        assertThat(CustomerServiceGrpc.newBlockingStub(channel).withInterceptors(bearer(token)).getCustomer(get("customers/9")).getEtag())
                .isEqualTo("auth0|c customers/9");
    }

    @Test
    void noHeaderOfTheClientReachesAModule() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("avid-call-depth", Metadata.ASCII_STRING_MARSHALLER), "7");
        headers.put(Metadata.Key.of("x-secret", Metadata.ASCII_STRING_MARSHALLER), "s");
        customers.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).getCustomer(get("customers/1"));
        assertThat(edge.modules.lastHeaders).isEmpty();
    }

    @Test
    void failuresKeepTheirStatusReasonMetadataAndMessage() {
        Failure notFound = failure("customers/not-found");
        assertThat(notFound.reason()).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(notFound.metadata()).containsEntry("resource", "customers/not-found");
        Failure umlaut = failure("customers/umlaut");
        assertThat(umlaut.getMessage()).isEqualTo("Größe 100 % überschritten – „so“");
        assertThat(umlaut.metadata()).containsEntry("währung", "€");
        assertThat(failure("customers/many-fields").fieldViolations()).hasSize(2);
        assertThat(failure("customers/denied").reason()).isEqualTo("PERMISSION_MISSING");
    }

    @Test
    void withoutATokenItIsUnauthenticatedWithWhatToDo() {
        assertThatThrownBy(() -> CustomerServiceGrpc.newBlockingStub(channel).getCustomer(get("customers/1")))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(Failures.from(refused).reason()).isEqualTo("TOKEN_MISSING");
                    assertThat(refused.getStatus().getDescription()).contains("Authorization: Bearer");
                });
    }

    @Test
    void unknownMethodsAndServicesAreUnimplemented() {
        for (String name : new String[] {"avid.customer.v1.CustomerService/Nothing", "avid.nothing.v1.NothingService/Get", "actuator/health"}) {
            MethodDescriptor<Empty, Empty> method = MethodDescriptor.<Empty, Empty>newBuilder().setType(MethodDescriptor.MethodType.UNARY).setFullMethodName(name)
                    .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance())).setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance())).build();
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, Empty.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> assertThat(refused.getStatus().getCode()).as(name + " " + refused.getStatus()).isEqualTo(Status.Code.UNIMPLEMENTED));
        }
    }

    @Test
    void aMessageThatIsTooLargeIsResourceExhausted() {
        CreateCustomerRequest tooLarge = CreateCustomerRequest.newBuilder().setRequestId("x".repeat(5 * 1024 * 1024)).build();
        assertThatThrownBy(() -> customers.createCustomer(tooLarge)).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(Failures.from(refused).metadata()).containsEntry("limit", "message_bytes");
        });
    }

    @Test
    void aMessageThatIsNoProtobufIsInvalid() {
        MethodDescriptor<Customer, Customer> wrong = MethodDescriptor.<Customer, Customer>newBuilder().setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("avid.customer.v1.CustomerService/CreateCustomer")
                .setRequestMarshaller(new MethodDescriptor.Marshaller<>() {
                    @Override
                    public java.io.InputStream stream(Customer value) {
                        return new java.io.ByteArrayInputStream(new byte[] {(byte) 0xff, (byte) 0xff, 1});
                    }

                    @Override
                    public Customer parse(java.io.InputStream stream) {
                        return Customer.getDefaultInstance();
                    }
                }).setResponseMarshaller(ProtoUtils.marshaller(Customer.getDefaultInstance())).build();
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(customers.getChannel(), wrong, customers.getCallOptions(), Customer.getDefaultInstance()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(Failures.from(refused).reason()).isEqualTo("FIELDS_INVALID");
                });
    }

    @Test
    void aStreamComesWholeAndASlowReaderHoldsUpTheModule() throws Exception {
        var documents = DocumentServiceGrpc.newBlockingStub(channel).withInterceptors(bearer(edge.issuer.token("org_1", "documents.read")));
        long before = edge.modules.chunksWritten.get();
        Iterator<ReadDocumentResponse> chunks = documents.readDocument(ReadDocumentRequest.newBuilder().setName("documents/1").build());
        long bytes = chunks.next().getContent().size();
        Thread.sleep(700);
        assertThat(edge.modules.chunksWritten.get() - before).as("chunks written while nobody reads").isLessThan(TestModules.CHUNKS);
        while (chunks.hasNext()) {
            bytes += chunks.next().getContent().size();
        }
        assertThat(bytes).isEqualTo((long) TestModules.CHUNKS * TestModules.CHUNK_BYTES);
    }

    @Test
    void aClientThatGoesAwayIsNoticedByTheModule() throws Exception {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        context.run(() -> CustomerServiceGrpc.newStub(channel).withInterceptors(bearer(edge.issuer.token("org_1"))).getCustomer(get("customers/slow"), new StreamObserver<>() {
            @Override
            public void onNext(Customer value) {}

            @Override
            public void onError(Throwable failure) {
                ended.complete(null);
            }

            @Override
            public void onCompleted() {}
        }));
        edge.modules.slow.acquire();
        context.cancel(null);
        ended.get(5, TimeUnit.SECONDS);
        assertThat(edge.modules.cancelled.await(5, TimeUnit.SECONDS)).as("the call to the module, whose handler is still at work, is cancelled").isTrue();
        edge.modules.release.countDown();
    }

    @Test
    void healthAndReflectionAnswerWithoutAToken() throws Exception {
        assertThat(HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance()).getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.newBuilder().setService("avid.customer.v1.CustomerService").build()).getStatus())
                .isEqualTo(ServingStatus.SERVING);
        CompletableFuture<ServerReflectionResponse> services = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse value) {
                services.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                services.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.get(5, TimeUnit.SECONDS).getListServicesResponse().getServiceList().stream().map(service -> service.getName()).toList())
                .contains("avid.customer.v1.CustomerService", "avid.document.v1.DocumentService", "avid.overview.v1.OverviewService", "grpc.health.v1.Health");
        asking.onCompleted();
    }

    private static Failure failure(String name) {
        try {
            customers.getCustomer(get(name));
        } catch (StatusRuntimeException failed) {
            return Failures.from(failed);
        }
        throw new AssertionError(name + " did not fail");
    }

    static GetCustomerRequest get(String name) {
        return GetCustomerRequest.newBuilder().setName(name).build();
    }

    static ClientInterceptor bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
