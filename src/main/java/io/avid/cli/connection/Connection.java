package io.avid.cli.connection;

import io.avid.cli.terminal.Surroundings;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A channel to Avid on which every call carries the login and a deadline. */
public final class Connection implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    /** For a call that reads or writes everything there is; the edge lets none run longer. */
    public static final Duration LONG_DEADLINE = Duration.ofMinutes(5);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ServerAddress address;
    private final EventLoopGroup network;
    private final Channel authorised;
    private final Login login;
    private ManagedChannel channel;

    private Connection(ServerAddress address, EventLoopGroup network, Login login) {
        this.address = address;
        this.network = network;
        this.login = login;
        this.channel = channelTo(address, network);
        this.authorised = ClientInterceptors.intercept(new CurrentChannel(), new LoginAndDeadline(login.token().value()));
    }

    /** Opens one with the login that counts; the first call is what connects. */
    public static Connection open(Surroundings surroundings, ServerAddress address) {
        Login login = Login.current(surroundings, StateFolder.of(surroundings, address));
        // A command makes one call at a time: one thread is enough.
        EventLoopGroup network = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("avid", true), NioIoHandler.newFactory());
        return new Connection(address, network, login);
    }

    private static ManagedChannel channelTo(ServerAddress address, EventLoopGroup network) {
        // This machine's own name needs no resolver, which saves its start-up.
        NettyChannelBuilder builder = address.isLocal()
                ? NettyChannelBuilder.forAddress(new InetSocketAddress(address.host(), address.port()))
                : NettyChannelBuilder.forAddress(address.host(), address.port());
        if (!address.encrypted()) {
            builder.usePlaintext();
        }
        return builder.eventLoopGroup(network).channelType(NioSocketChannel.class).directExecutor().disableServiceConfigLookUp().userAgent("avid-cli").build();
    }

    /** What stubs are built on. */
    public Channel channel() {
        return authorised;
    }

    /** Connects anew by the next call. A channel that once failed would itself choose when to try again. */
    void reconnect() {
        channel.shutdownNow();
        channel = channelTo(address, network);
    }

    /** Who calls. */
    public Login login() {
        return login;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        network.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class CurrentChannel extends Channel {
        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return channel.newCall(method, options);
        }

        @Override
        public String authority() {
            return channel.authority();
        }
    }

    private record LoginAndDeadline(String token) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            CallOptions limited = options.getDeadline() == null
                    ? options.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS) : options;
            return new SimpleForwardingClientCall<>(next.newCall(method, limited)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(AUTHORIZATION, "Bearer " + token);
                    super.start(listener, headers);
                }
            };
        }
    }
}
