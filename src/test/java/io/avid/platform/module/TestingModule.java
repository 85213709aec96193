package io.avid.platform.module;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.ModuleIdentity;
import io.avid.platform.security.OutgoingCredentials;
import io.avid.platform.security.Principal;
import io.avid.testing.v1.ChangeRequest;
import io.avid.testing.v1.EchoRequest;
import io.avid.testing.v1.EchoResponse;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A module whose answers a test decides, hosted in this process or behind a socket, with the whole
 * boundary around it either way.
 */
final class TestingModule implements AutoCloseable {
    static final String NAME = "testing";
    static final Principal STAFF = Principal.staff("org_1", "auth0|staff", Set.of("testing.read", "testing.write"));

    /** A module that the testing module accepts. */
    static final String FRIEND = "friend";

    /** One that it does not. */
    static final String STRANGER = "stranger";

    static final ModuleDefinition DEFINITION = new ModuleDefinition(NAME, Parts.class,
            List.of(TestingServiceGrpc.getServiceDescriptor()));

    private static final List<ModuleDefinition> ALL = List.of(
            accepting(FRIEND), new ModuleDefinition(FRIEND, Friend.class, List.of()), new ModuleDefinition(STRANGER, Stranger.class, List.of()));

    /** The testing module, with these among its callers. */
    static ModuleDefinition accepting(String... callers) {
        return new ModuleDefinition(NAME, Parts.class, List.of(TestingServiceGrpc.getServiceDescriptor()), Set.of(callers));
    }

    /** The channels that modules were given, by module. */
    record Handed(Map<String, ModuleChannels> channels) {}

    @Configuration(proxyBeanMethods = false)
    static class Friend {
        @Bean
        String handedOn(ModuleChannels given, Handed handed) {
            handed.channels().put(FRIEND, given);
            return FRIEND;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stranger {
        @Bean
        String handedOn(ModuleChannels given, Handed handed) {
            handed.channels().put(STRANGER, given);
            return STRANGER;
        }
    }

    /** What the module does; a test replaces what it needs. */
    static class Behaviour {
        void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
            answer.onNext(EchoResponse.newBuilder().setText(request.getText()).setPadding(request.getPadding()).build());
            answer.onCompleted();
        }

        void change(ChangeRequest request, StreamObserver<EchoResponse> answer) {
            answer.onNext(EchoResponse.newBuilder().setText(request.getName()).build());
            answer.onCompleted();
        }

        void stream(EchoRequest request, StreamObserver<EchoResponse> answer) {
            for (int i = 0; i < request.getCount(); i++) {
                answer.onNext(EchoResponse.newBuilder().setText(request.getText()).setIndex(i).setPadding(request.getPadding()).build());
            }
            answer.onCompleted();
        }

        StreamObserver<EchoRequest> collect(StreamObserver<EchoResponse> answer) {
            return new StreamObserver<>() {
                private final StringBuilder all = new StringBuilder();
                private int count;

                @Override
                public void onNext(EchoRequest request) {
                    all.append(request.getText());
                    count++;
                }

                @Override
                public void onError(Throwable cancelled) {}

                @Override
                public void onCompleted() {
                    answer.onNext(EchoResponse.newBuilder().setText(all.toString()).setIndex(count).build());
                    answer.onCompleted();
                }
            };
        }

        StreamObserver<EchoRequest> converse(StreamObserver<EchoResponse> answer) {
            return new StreamObserver<>() {
                private int count;

                @Override
                public void onNext(EchoRequest request) {
                    answer.onNext(EchoResponse.newBuilder().setText(request.getText()).setIndex(count++).build());
                }

                @Override
                public void onError(Throwable cancelled) {}

                @Override
                public void onCompleted() {
                    answer.onCompleted();
                }
            };
        }
    }

    /** The module's own configuration. */
    @Configuration(proxyBeanMethods = false)
    static class Parts {
        @Bean
        BindableService testing(Behaviour behaviour) {
            return new Handler(behaviour);
        }
    }

    private static final class Handler extends TestingServiceGrpc.TestingServiceImplBase {
        private final Behaviour behaviour;

        Handler(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public void echo(EchoRequest request, StreamObserver<EchoResponse> answer) {
            behaviour.echo(request, answer);
        }

        @Override
        public void change(ChangeRequest request, StreamObserver<EchoResponse> answer) {
            behaviour.change(request, answer);
        }

        @Override
        public void stream(EchoRequest request, StreamObserver<EchoResponse> answer) {
            behaviour.stream(request, answer);
        }

        @Override
        public StreamObserver<EchoRequest> collect(StreamObserver<EchoResponse> answer) {
            return behaviour.collect(answer);
        }

        @Override
        public StreamObserver<EchoRequest> converse(StreamObserver<EchoResponse> answer) {
            return behaviour.converse(answer);
        }
    }

    private final GenericApplicationContext platform;
    private final ModuleHost host;
    private final ModuleHost client;
    private final Optional<Server> server;

    private TestingModule(GenericApplicationContext platform, ModuleHost host, ModuleHost client, Optional<Server> server) {
        this.platform = platform;
        this.host = host;
        this.client = client;
        this.server = server;
    }

    /** Hosted here: calls go by the direct channel. */
    static TestingModule direct(Behaviour behaviour) {
        var platform = platformOf(behaviour);
        var host = host(platform, hosting(Optional.empty(), Map.of()), new SimpleMeterRegistry());
        host.start();
        return new TestingModule(platform, host, host, Optional.empty());
    }

    /** Hosted behind a socket: calls go by grpc-netty. */
    static TestingModule network(Behaviour behaviour) {
        var platform = platformOf(behaviour);
        var host = host(platform, hosting(Optional.of(List.of(NAME)), Map.of(FRIEND, "localhost:1", STRANGER, "localhost:1")), new SimpleMeterRegistry());
        host.start();
        var builder = NettyServerBuilder.forPort(0)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .maxInboundMessageSize(CallLimits.MESSAGE_BYTES)
                .maxInboundMetadataSize(2 * CallLimits.HEADER_BYTES)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .intercept(new Door());
        host.definitions().forEach(builder::addService);
        Server server;
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var client = host(platform, hosting(Optional.of(List.of(FRIEND, STRANGER)), Map.of(NAME, "localhost:" + server.getPort())), new SimpleMeterRegistry());
        client.start();
        return new TestingModule(platform, host, client, Optional.of(server));
    }

    static ModulesProperties hosting(Optional<List<String>> hosted, Map<String, String> addresses) {
        return new ModulesProperties(hosted, addresses, Optional.empty(), 30_000, false);
    }

    private static GenericApplicationContext platformOf(Behaviour behaviour) {
        var platform = new GenericApplicationContext();
        platform.registerBean(Behaviour.class, () -> behaviour);
        platform.registerBean(Handed.class, () -> new Handed(new ConcurrentHashMap<>()));
        platform.refresh();
        return platform;
    }

    private static ModuleHost host(GenericApplicationContext platform, ModulesProperties properties, MeterRegistry metrics) {
        return new ModuleHost(platform, ALL, properties, rooms(metrics));
    }

    static ModuleHost.Rooms rooms(MeterRegistry metrics) {
        return new ModuleHost.Rooms(List.of(),
                List.of(new LoggingThreadState(), new WebThreadState(), new PlatformModules().securityThreadState(),
                        new io.avid.platform.telemetry.TracingThreadState()),
                List.of(), List.of(), List.of(new Mirror()), Optional.of(new Tokens()), new Tokens(), metrics);
    }

    /** As the edge calls. */
    io.grpc.Channel channel() {
        return client.to(NAME);
    }

    /** As a module calls, by the channel that it was given. */
    io.grpc.Channel channelOf(String module) {
        return platform.getBean(Handed.class).channels().get(module).to(NAME);
    }

    /** Where it listens, if behind a socket. */
    int port() {
        return server.orElseThrow().getPort();
    }

    /** Calls as this principal. */
    static <T> T as(Principal principal, Function<Void, T> work) {
        try {
            return CurrentPrincipal.call(principal, () -> work.apply(null));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (client != host) {
            client.stop();
        }
        server.ifPresent(Server::shutdownNow);
        host.stop();
        platform.close();
    }

    /** Sends the test's own headers back, as headers and as trailers. */
    private static final class Mirror implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            if (!headers.containsKey(CallContract.BYTES)) {
                return next.startCall(call, headers);
            }
            return next.startCall(new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
                @Override
                public void sendHeaders(Metadata sent) {
                    mirror(sent);
                    super.sendHeaders(sent);
                }

                @Override
                public void close(io.grpc.Status status, Metadata trailers) {
                    mirror(trailers);
                    super.close(status, trailers);
                }

                private void mirror(Metadata into) {
                    into.put(CallContract.WORD, headers.get(CallContract.WORD));
                    into.put(CallContract.BYTES, headers.get(CallContract.BYTES));
                }
            }, headers);
        }
    }

    /** Tokens that anyone can read: what a signed one says, without the signature. */
    private static final class Tokens implements OutgoingCredentials, ModuleIdentity {
        @Override
        public String proofOf(String calling, String module) {
            return calling + " calls " + module;
        }

        @Override
        public String proven(String proof, String module) {
            if (!proof.endsWith(" calls " + module)) {
                throw Failure.of(FailureKind.UNAUTHENTICATED, "TOKEN_INVALID", "The proof is not for " + module + ".", Map.of());
            }
            return proof.substring(0, proof.indexOf(' '));
        }

        @Override
        public String tokenFor(Caller caller, String module) {
            Principal principal = caller.principal();
            return String.join(";", principal.organisation(), principal.actor(),
                    String.join(",", principal.permissions()), principal.customer().orElse(""));
        }

        static Principal read(String token) {
            String[] parts = token.split(";", -1);
            return new Principal(parts[0], parts[1], Set.copyOf(Arrays.asList(parts[2].split(","))),
                    parts[3].isEmpty() ? Optional.empty() : Optional.of(parts[3]));
        }
    }

    /** The listener's part: who calls. */
    private static final class Door implements ServerInterceptor {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String token = headers.get(AUTHORIZATION);
            Context context = Context.current();
            if (token != null) {
                context = CurrentPrincipal.in(context, Caller.withoutToken(Tokens.read(token.substring("Bearer ".length()))));
            }
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
