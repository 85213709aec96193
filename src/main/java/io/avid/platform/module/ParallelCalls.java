package io.avid.platform.module;

import io.grpc.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls to other modules made side by side, each on a virtual thread of its own.
 *
 * <p>Each keeps the principal, deadline and trace of the call that makes it, which gRPC's context
 * carries. Closing waits for those that are still under way.
 */
public final class ParallelCalls implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What a call will answer. */
    @FunctionalInterface
    public interface Answer<T> {
        /** Waits for it; fails as the call failed. */
        T await();
    }

    /** Begins a call. */
    public <T> Answer<T> begin(Callable<T> call) {
        Future<T> future = threads.submit(Context.current().wrap(call));
        return () -> await(future);
    }

    @Override
    public void close() {
        threads.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
