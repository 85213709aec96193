package io.avid.platform.module;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Tells that this process is about to end, before anything of it does: a call that would go on for
 * minutes, such as a stream, ends itself then, and does not hold up the others.
 */
public final class ShutdownNotice implements ApplicationListener<ContextClosedEvent> {
    private final ApplicationContext platform;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ShutdownNotice(ApplicationContext platform) {
        this.platform = platform;
    }

    /** Runs this when it is told; it does not wait for anything. */
    public void before(Runnable action) {
        listeners.add(action);
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        // A module's own context tells its parent of its end too.
        if (closed.getApplicationContext() == platform) {
            listeners.forEach(Runnable::run);
        }
    }
}
