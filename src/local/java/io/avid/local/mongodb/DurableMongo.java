package io.avid.local.mongodb;

import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// One store: a folder with a journal, and a port of this machine that speaks MongoDB's wire protocol.
///
/// It serves any driver; what it cannot do, it refuses by name. Close it, or kill its process: what was acknowledged
/// is there at the next start.
public final class DurableMongo implements AutoCloseable {

    /// A journal smaller than this replays in well under a second and is left as it is.
    private static final long COMPACTION_FLOOR_BYTES = 64L << 20;
    /// Each connection's commands run one after the other on one of these, and wait there for the disk.
    private static final int COMMAND_THREADS = 64;
    /// MongoDB's own interval.
    private static final long EXPIRY_INTERVAL_SECONDS = 60;

    private final JournalledBackend backend;
    private final MultiThreadIoEventLoopGroup ioThreads;
    private final DefaultEventExecutorGroup commandThreads;
    private final ChannelGroup clients = new DefaultChannelGroup("clients", GlobalEventExecutor.INSTANCE);
    private final ScheduledFuture<?> expiry;
    private final Channel listener;

    private DurableMongo(JournalledBackend backend, int port) throws IOException {
        this.backend = backend;
        this.ioThreads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        this.commandThreads = new DefaultEventExecutorGroup(COMMAND_THREADS, Thread.ofPlatform().daemon().name("store-", 0).factory());
        var bound = new ServerBootstrap().group(ioThreads).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new MongoWireReplyEncoder(), new MongoWireMessageEncoder(), new MongoWireProtocolHandler());
                        channel.pipeline().addLast(commandThreads, new MongoDatabaseHandler(backend, clients), new MongoExceptionHandler());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stopThreads();
            throw new IOException("Port " + port + " of this machine cannot be taken for a store: " + bound.cause().getMessage(), bound.cause());
        }
        this.listener = bound.channel();
        this.expiry = commandThreads.next().scheduleWithFixedDelay(() -> backend.deleteExpired(Instant.now()),
                EXPIRY_INTERVAL_SECONDS, EXPIRY_INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /// Opens the store in the folder, which is created where missing, and serves it.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the folder is in use, damaged, or the port taken
    public static DurableMongo start(Path folder, int port) throws IOException {
        return start(folder, port, COMPACTION_FLOOR_BYTES);
    }

    static DurableMongo start(Path folder, int port, long compactionFloorBytes) throws IOException {
        JournalledBackend backend = new JournalledBackend(folder, compactionFloorBytes);
        try {
            return new DurableMongo(backend, port);
        } catch (IOException | RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /// The port that it listens at.
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// The connection string for a database of this store.
    public String uri(String database) {
        return "mongodb://127.0.0.1:" + port() + "/" + database;
    }

    void compact() throws IOException {
        backend.compact();
    }

    void deleteExpired(Instant now) {
        backend.deleteExpired(now);
    }

    /// Closes the connections and the journal.
    @Override
    public void close() {
        expiry.cancel(false);
        listener.close().syncUninterruptibly();
        clients.close().awaitUninterruptibly();
        stopThreads();
        backend.close();
    }

    private void stopThreads() {
        // Closed connections still say good-bye on both groups; the quiet time lets them.
        ioThreads.shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        commandThreads.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
