package io.avid.platform.edge;

import com.google.protobuf.ByteString;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.ListCustomersResponse;
import io.avid.customer.v1.UpdateCustomerRequest;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.module.HostedReadiness;
import io.avid.platform.module.HostedServices;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.module.PublishedServices;
import io.avid.platform.module.ReadinessCheck;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.telemetry.Trace;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three modules with handlers that do what a test asks for by the request, behind gRPC's in-process
 * transport: the edge alone is tested here, not the module channel.
 */
final class TestModules implements ModuleChannels, PublishedServices, HostedServices, HostedReadiness, AutoCloseable {
    static final Metadata.Key<String> CALL = Metadata.Key.of("test-call", Metadata.ASCII_STRING_MARSHALLER);
    static final int CHUNKS = 200;
    static final int CHUNK_BYTES = 64 * 1024;

    private final Map<String, Context> contexts = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final Server server;
    private final Channel channel;
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final Semaphore slow = new Semaphore(0);
    final AtomicLong chunksWritten = new AtomicLong();
    final List<ReadinessCheck> needs = new CopyOnWriteArrayList<>();
    volatile RuntimeException defect;
    volatile Runnable logging = () -> {};
    volatile String lastThread = "";
    volatile Set<String> lastHeaders = Set.of();

    TestModules() {
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .addService(new Customers())
                    .addService(new Overview())
                    .addService(new Documents())
                    .intercept(new Arriving())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        channel = io.grpc.ClientInterceptors.intercept(InProcessChannelBuilder.forName(name).directExecutor().build(), new Leaving());
    }

    @Override
    public Channel to(String module) {
        return channel;
    }

    @Override
    public List<PublishedService> all() {
        return List.of(new PublishedService("customer", CustomerServiceGrpc.getServiceDescriptor(), true),
                new PublishedService("document", DocumentServiceGrpc.getServiceDescriptor(), true),
                new PublishedService("overview", OverviewServiceGrpc.getServiceDescriptor(), false));
    }

    @Override
    public List<ServerServiceDefinition> definitions() {
        return List.of(new Customers().bindService());
    }

    @Override
    public List<ReadinessCheck> checks() {
        return needs;
    }

    @Override
    public void close() {
        release.countDown();
        server.shutdownNow();
    }

    private final class Leaving implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            RuntimeException thrown = defect;
            if (thrown != null) {
                throw thrown;
            }
            Context context = Context.current();
            String id = Long.toString(calls.incrementAndGet());
            contexts.put(id, context);
            lastThread = Thread.currentThread().toString();
            context.addListener(ended -> {
                if (ended.cancellationCause() != null) {
                    cancelled.countDown();
                }
            }, Runnable::run);
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    lastHeaders = Set.copyOf(headers.keys());
                    headers.put(CALL, id);
                    super.start(listener, headers);
                }
            };
        }
    }

    private final class Arriving implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Context caller = contexts.remove(headers.get(CALL));
            Context context = CurrentPrincipal.findCaller(caller).map(known -> CurrentPrincipal.in(Context.current(), known)).orElse(Context.current());
            context = Trace.in(context, Trace.of(caller).orElseThrow());
            return Contexts.interceptCall(context, call, headers, next);
        }
    }

    private void fail(String how) {
        switch (how) {
            case "customers/not-found" -> throw Failures.toStatus(Failure.notFound("customers/not-found"));
            case "customers/denied" -> throw Failures.toStatus(Failure.of(FailureKind.PERMISSION_DENIED, "PERMISSION_MISSING",
                    "The token lacks customers.read.", Map.of("permission", "customers.read")));
            case "customers/many-fields" -> throw Failures.toStatus(Failure.invalid(List.of(
                    new Failure.FieldViolation("customer.email", "\"ä\" is no e-mail address"), new Failure.FieldViolation("request_id", "is missing"))));
            case "customers/umlaut" -> throw Failures.toStatus(Failure.of(FailureKind.FAILED_PRECONDITION, "TEST", "Größe 100 % überschritten – „so“", Map.of("währung", "€")));
            case "customers/stale" -> throw Failures.toStatus(Failure.stale("customers/1", "a", "b"));
            case "customers/defect" -> throw new IllegalStateException("Ada Lovelace-Byron");
            case "customers/bare-status" -> throw Status.UNKNOWN.asRuntimeException();
            case "customers/slow" -> {
                slow.release();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    cancelled.countDown();
                }
            }
            default -> { }
        }
    }

    private final class Customers extends CustomerServiceGrpc.CustomerServiceImplBase {
        @Override
        public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> answer) {
            try {
                fail(request.getName());
            } catch (RuntimeException failure) {
                answer.onError(failure);
                return;
            }
            logging.run();
            Caller caller = CurrentPrincipal.findCaller().orElseThrow();
            answer.onNext(Customer.newBuilder().setName(request.getName()).setDisplayName("Café " + caller.principal().organisation())
                    .setEtag(caller.principal().actor() + " " + caller.principal().customer().orElse("staff")).build());
            answer.onCompleted();
        }

        @Override
        public void listCustomers(ListCustomersRequest request, StreamObserver<ListCustomersResponse> answer) {
            answer.onNext(ListCustomersResponse.newBuilder().setNextPageToken(request.getQuery() + "/" + request.getPageSize()).build());
            answer.onCompleted();
        }

        @Override
        public void createCustomer(CreateCustomerRequest request, StreamObserver<Customer> answer) {
            answer.onNext(request.getCustomer().toBuilder().setName("customers/new").setEtag(request.getRequestId()).build());
            answer.onCompleted();
        }

        @Override
        public void updateCustomer(UpdateCustomerRequest request, StreamObserver<Customer> answer) {
            answer.onNext(request.getCustomer().toBuilder().setEtag(String.join(",", request.getUpdateMask().getPathsList())).build());
            answer.onCompleted();
        }
    }

    private static final class Overview extends OverviewServiceGrpc.OverviewServiceImplBase {
        @Override
        public void getAgeing(GetAgeingRequest request, StreamObserver<GetAgeingResponse> answer) {
            answer.onNext(GetAgeingResponse.newBuilder().setAsOfDate(request.getAsOfDate()).setCurrencyCode("USD").setItems(99).setTotalMinor(572_506)
                    .putBucketsMinor("current", 493_632).putBucketsMinor("90+", 0).build());
            answer.onCompleted();
        }
    }

    private final class Documents extends DocumentServiceGrpc.DocumentServiceImplBase {
        @Override
        public void readDocument(ReadDocumentRequest request, StreamObserver<ReadDocumentResponse> answer) {
            ServerCallStreamObserver<ReadDocumentResponse> observer = (ServerCallStreamObserver<ReadDocumentResponse>) answer;
            ByteString chunk = ByteString.copyFrom(new byte[CHUNK_BYTES]);
            AtomicLong left = new AtomicLong(CHUNKS);
            observer.setOnReadyHandler(() -> {
                while (observer.isReady() && left.get() > 0) {
                    chunksWritten.incrementAndGet();
                    observer.onNext(ReadDocumentResponse.newBuilder().setContent(chunk).build());
                    if (left.decrementAndGet() == 0) {
                        observer.onCompleted();
                    }
                }
            });
        }
    }
}
