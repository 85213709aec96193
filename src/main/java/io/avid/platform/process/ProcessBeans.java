package io.avid.platform.process;

import io.avid.platform.module.ModuleBeans;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.support.GenericApplicationContext;

/** Gives each hosted module a bean of type {@link Processes}, made when the module first asks for it. */
public final class ProcessBeans implements ModuleBeans {
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProcessProperties properties;
    private final Tracing tracing;
    private final MeterRegistry metrics;
    private final List<Processes> made = new ArrayList<>();
    private boolean started;

    public ProcessBeans(InstantSource clock, RandomGenerator random, ProcessProperties properties, Tracing tracing,
            MeterRegistry metrics) {
        this.clock = clock;
        this.random = random;
        this.properties = properties;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    @Override
    public void register(String module, GenericApplicationContext child) {
        child.registerBean(Processes.class, () -> make(module, child.getBean(ModuleDatabase.class)),
                definition -> definition.setLazyInit(true));
    }

    /** Begins to run processes, now that all modules of this process are there. */
    public synchronized void start() {
        started = true;
        made.forEach(Processes::start);
    }

    private synchronized Processes make(String module, ModuleDatabase database) {
        var processes = new Processes(module, database, clock, random, properties, tracing, metrics);
        made.add(processes);
        if (started) {
            processes.start();
        }
        return processes;
    }
}
