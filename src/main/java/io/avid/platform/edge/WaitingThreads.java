package io.avid.platform.edge;

import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that calls run on, virtual ones: a handler may wait for a store without holding up the
 * event loops, which only move bytes.
 */
final class WaitingThreads {
    private static final long IDLE_SECONDS = 30;

    private WaitingThreads() {}

    /** As many at once as calls may be, and as many again for the tokens of calls that are not counted yet. */
    static BlockingTaskExecutor of(String name, int calls) {
        ScheduledThreadPoolExecutor threads =
                new ScheduledThreadPoolExecutor(2 * calls, Thread.ofVirtual().name(name + "-", 0).factory());
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        // What comes after the end, the close of a call that was interrupted, is still let finish.
        threads.setRejectedExecutionHandler((late, ended) -> Thread.ofVirtual().name(name + "-late").start(late));
        return BlockingTaskExecutor.of(threads);
    }
}
