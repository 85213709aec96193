package io.avid.platform.event;

import io.avid.platform.module.ModuleBeans;
import io.avid.platform.module.ReadinessCheck;
import io.avid.platform.store.DatabaseReadiness;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreProperties;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Gives each hosted module its database and its events: beans of the types {@link ModuleEvents},
 * {@link ModuleDatabase} and MongoTemplate. They are made when the module first asks for
 * them; a module that has no store asks for none and needs no property.
 */
public final class EventBeans implements ModuleBeans {
    private final EventTransport transport;
    private final Environment environment;
    private final InstantSource clock;
    private final List<ModuleEvents> made = new ArrayList<>();
    private boolean started;

    public EventBeans(EventTransport transport, Environment environment, InstantSource clock) {
        this.transport = transport;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public void register(String module, GenericApplicationContext child) {
        child.registerBean(ModuleEvents.class, () -> make(module), definition -> definition.setLazyInit(true));
        ModuleDatabase.register(child, () -> child.getBean(ModuleEvents.class).database());
        if (StoreProperties.isSet(environment, module)) {
            child.registerBean("databaseReadiness", ReadinessCheck.class,
                    () -> new DatabaseReadiness(module, () -> child.getBean(ModuleDatabase.class)));
        }
    }

    /** Begins to relay and deliver, now that all modules of the process are there. */
    public synchronized void start() {
        started = true;
        made.forEach(ModuleEvents::start);
        transport.start();
    }

    private synchronized ModuleEvents make(String module) {
        var events = new ModuleEvents(module, StoreProperties.of(environment, module), transport, clock);
        made.add(events);
        if (started) {
            events.start();
        }
        return events;
    }
}
