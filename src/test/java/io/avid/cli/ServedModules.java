package io.avid.cli;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real gRPC server on a port of its own, which notes what calls bring; it can be away for a while. */
final class ServedModules implements AutoCloseable {
    private final List<BindableService> services;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Boolean> deadlines = new CopyOnWriteArrayList<>();
    private Server server;
    private final int port;

    ServedModules(BindableService... services) throws IOException {
        this.services = List.of(services);
        this.server = start(0);
        this.port = server.getPort();
    }

    private Server start(int wanted) throws IOException {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", wanted)).intercept(new Notes());
        services.forEach(builder::addService);
        return builder.build().start();
    }

    int port() {
        return port;
    }

    List<String> authorizations() {
        return authorizations;
    }

    List<Boolean> deadlines() {
        return deadlines;
    }

    void goAway() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    void comeBack() throws IOException {
        server = start(port);
    }

    @Override
    public void close() throws InterruptedException {
        goAway();
    }

    private final class Notes implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            authorizations.add(headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
            deadlines.add(Context.current().getDeadline() != null);
            return Contexts.interceptCall(Context.current(), call, headers, next);
        }
    }
}
