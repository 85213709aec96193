package io.avid.platform.module;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.util.HashedWheelTimer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC channel to a module in this process: it calls the handler, there and then.
 *
 * <h2>Why not grpc-java's in-process transport</h2>
 *
 * It is a network without a wire. Calls go through a transport with its listeners, an executor for
 * each side, a queue between them, and a scheduler for deadlines; with all of it told to run directly
 * a call costs three to four times what it costs here, and with the virtual threads that it needs to
 * be safe a hundred times. More than the cost it is the thread that counts. A module calls another
 * for each page that it shows; when the work runs on the caller's thread, a stack trace shows the
 * whole way from the edge to the store, a profile adds up, a debugger steps in, and a slow handler
 * slows its caller alone, since no pool stands between them that could run dry.
 *
 * <h2>What the caller may rely on</h2>
 *
 * The contract is gRPC's, proved by one set of tests that runs over this channel and over a socket.
 * Stubs of every kind work: blocking, future, async. A listener's callbacks never overlap. Messages
 * pass by reference, since generated messages cannot change; headers are copied, through the bytes
 * that a network would carry. Limits on sizes are those of a network. Nothing else passes: the
 * handler starts with an empty {@link io.grpc.Context} that holds what the call brought, and with
 * empty ThreadLocals, as far as they are known ({@link CallerThreadState}).
 *
 * <h2>Threads</h2>
 *
 * A unary call runs on the caller's thread, inside {@code halfClose}. A streaming call runs on
 * virtual threads, because both sides work at once, each waiting for the other. An answer that comes
 * later, from another thread, is delivered as gRPC would deliver it: by the call's executor.
 *
 * <h2>Deadlines on one's own thread</h2>
 *
 * Over a network a caller leaves at its deadline and the handler learns of it some time. Here the
 * caller is inside the handler. So at the deadline, or when another thread cancels the call, the
 * outcome is decided at once, whatever the handler answers later is dropped, and the handler's
 * thread is interrupted, which ends its wait for a store or a lock. The interrupt belongs to the call:
 * it is sent only while the handler runs and is cleared before the caller goes on, which
 * {@link DirectCall} guards. A handler that neither waits nor looks at its interrupt holds its caller
 * until it is done; {@code DivergenceTest} pins this and whatever else differs from a network.
 */
final class DirectChannel extends Channel {
    /** Set on calls that stay in this process. */
    static final Attributes.Key<Boolean> DIRECT = Attributes.Key.create("avid-direct");

    private static final Attributes ATTRIBUTES = Attributes.newBuilder().set(DIRECT, true).build();

    private final String module;
    private final List<CallerThreadState> threadStates;
    private final List<CarriedContext> carried;
    private volatile Map<String, ServerMethodDefinition<?, ?>> methods;

    DirectChannel(String module, List<CallerThreadState> threadStates, List<CarriedContext> carried) {
        this.module = module;
        this.threadStates = List.copyOf(threadStates);
        this.carried = List.copyOf(carried);
    }

    /** From now on calls reach these services. */
    void bind(List<ServerServiceDefinition> services) {
        var byName = new HashMap<String, ServerMethodDefinition<?, ?>>();
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> served : service.getMethods()) {
                byName.put(served.getMethodDescriptor().getFullMethodName(), served);
            }
        }
        methods = byName;
    }

    /** From now on calls are answered UNAVAILABLE. */
    void unbind() {
        methods = null;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        return new DirectCall<>(this, method, options);
    }

    @Override
    public String authority() {
        return module;
    }

    /**
     * What serves a method.
     *
     * @throws StatusRuntimeException UNAVAILABLE while the module is not started, UNIMPLEMENTED if it
     *     has no such method
     */
    ServerMethodDefinition<?, ?> served(MethodDescriptor<?, ?> method) {
        Map<String, ServerMethodDefinition<?, ?>> bound = methods;
        if (bound == null) {
            throw Failures.toStatus(Failure.unavailable("Module " + module, null));
        }
        ServerMethodDefinition<?, ?> served = bound.get(method.getFullMethodName());
        if (served == null) {
            throw Status.UNIMPLEMENTED.withDescription("Method not found: " + method.getFullMethodName())
                    .asRuntimeException();
        }
        return served;
    }

    Attributes attributes() {
        return ATTRIBUTES;
    }

    List<CarriedContext> carried() {
        return carried;
    }

    List<CallerThreadState> threadStates() {
        return threadStates;
    }

    /** Runs what cannot run on the caller's thread; inherits nothing from whoever starts it. */
    Executor executor() {
        return Threads.APART;
    }

    HashedWheelTimer timer() {
        return Threads.DEADLINES;
    }

    /** The process's threads for calls, made when first needed. */
    private static final class Threads {
        /**
         * How exact a deadline is. Finer would wake the timer's thread more often for nothing: what
         * deadlines protect against lasts seconds.
         */
        private static final long TICK_MILLIS = 10;

        static final Executor APART = task -> Thread.ofVirtual()
                .name("avid-call")
                .inheritInheritableThreadLocals(false)
                .start(task);

        /** One for the process: its cost is one thread, whatever the number of calls. */
        static final HashedWheelTimer DEADLINES = new HashedWheelTimer(
                task -> Thread.ofPlatform().daemon().name("avid-deadlines").unstarted(task),
                TICK_MILLIS, TimeUnit.MILLISECONDS, 512, false);
    }
}
