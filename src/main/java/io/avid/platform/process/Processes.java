package io.avid.platform.process;

import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes a module's process engine; one bean of it is in each module's context. */
public final class Processes implements AutoCloseable {
    private final String module;
    private final ModuleDatabase database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProcessProperties properties;
    private final Tracing tracing;
    private final MeterRegistry metrics;
    private ProcessEngine engine;
    private boolean started;

    Processes(String module, ModuleDatabase database, InstantSource clock, RandomGenerator random,
            ProcessProperties properties, Tracing tracing, MeterRegistry metrics) {
        this.module = module;
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.properties = properties;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /**
     * The module's engine for these kinds of processes. It takes them up when the process is up.
     *
     * @throws IllegalStateException at the second call: a module has one engine
     */
    public synchronized ProcessEngine engine(List<ProcessDefinition> definitions) {
        if (engine != null) {
            throw new IllegalStateException("module " + module + " has a process engine already; give all of its"
                    + " definitions at once");
        }
        engine = new ProcessEngine(module, database, definitions, clock, random, properties, tracing);
        Gauge.builder("avid.processes.running", engine, ProcessEngine::running)
                .description("Processes that a worker of this instance has").tag("module", module).register(metrics);
        if (started) {
            engine.start();
        }
        return engine;
    }

    synchronized void start() {
        started = true;
        if (engine != null) {
            engine.start();
        }
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
