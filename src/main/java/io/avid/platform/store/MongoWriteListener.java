package io.avid.platform.store;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the {@link WriteHook} of the driver's commands that change data. */
final class MongoWriteListener implements CommandListener {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findandmodify");

    private final String store;
    private final WriteHook hook;
    private final Map<Integer, String> running = new ConcurrentHashMap<>();

    MongoWriteListener(String module, WriteHook hook) {
        this.store = "mongodb/" + module;
        this.hook = hook;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        String command = event.getCommandName().toLowerCase(java.util.Locale.ROOT);
        if (WRITES.contains(command)) {
            String operation = command + " " + event.getCommand().getString(event.getCommandName()).getValue();
            running.put(event.getRequestId(), operation);
            hook.beforeWrite(store, operation);
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        String operation = running.remove(event.getRequestId());
        if (operation != null) {
            hook.afterWrite(store, operation);
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        running.remove(event.getRequestId());
    }
}
