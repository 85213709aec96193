package io.avid.local;

import io.avid.local.issuer.DemoPeople;
import io.avid.local.issuer.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// `./avid up`: whatever state the copy is in, afterwards all its processes run and are well.
///
/// A process that runs, is healthy and was started from what is built now is left alone; anything else under its name is
/// ended and started. Interrupted, it ends what it started itself.
final class BringUp {

    private static final long POLL_MILLIS = 100;

    private final LocalSystem system;
    private final StateFolder state;
    private final Progress progress;
    private final ConcurrentLinkedQueue<RunningProcess> startedHere = new ConcurrentLinkedQueue<>();
    private final Object startLock = new Object();
    private boolean interrupted;
    private volatile boolean finished;

    BringUp(LocalSystem system, Progress progress) {
        this.system = system;
        this.state = system.state();
        this.progress = progress;
    }

    /// @param withDemo bring the demo business in, unless it was before
    void run(boolean withDemo) throws Exception {
        Thread cleanUp = new Thread(this::endWhatWasStartedHere);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try (CopyLock lock = CopyLock.take(state, progress)) {
            build();
            refuseForeignHolderOf(state.port());
            chooseFreePorts();
            startStandIns();
            state.writeAvidProperties(system.avidProperties());
            trainOnce();
            ensureRunning(system.avid(), List.of(AvidJar.of(system.project()).jar(), state.avidProperties()));
            finished = true;
            if (withDemo && !Files.exists(state.seededMark())) {
                progress.during("demo business", this::seed);
            }
        } finally {
            synchronized (startLock) {
                finished = true;
                if (!interrupted) {
                    Runtime.getRuntime().removeShutdownHook(cleanUp);
                }
            }
        }
    }

    private void build() throws Exception {
        try (CopyLock lock = CopyLock.takeForBuilding(system.project(), progress)) {
            buildStandIns();
        }
    }

    private void buildStandIns() throws Exception {
        together(List.of(
                () -> ElasticsearchNodeBuild.isCurrent(system.project()) ? false
                        : progress.during("Elasticsearch node built", () -> ElasticsearchNodeBuild.ensure(system.project())),
                () -> AzuriteInstallation.isCurrent(system.project()) ? false
                        : progress.during("Azurite installed", () -> AzuriteInstallation.ensure(system.project()))));
    }

    private void refuseForeignHolderOf(int port) throws IOException {
        if (running(LocalSystem.AVID).find().isEmpty() && !FreePorts.isFree(port)) {
            throw new IOException("Port " + port + " is held by " + PortHolder.describe(port)
                    + ". End that, or choose another port for this copy: ./avid up --port " + (port + 1));
        }
    }

    /// Ports are kept; only where one of ours does not run may somebody else have taken its place.
    private void chooseFreePorts() throws IOException {
        for (StandIn standIn : system.standIns()) {
            if (running(standIn.name()).find().isEmpty()) {
                state.ports().forgetTaken(standIn.ports().values());
            }
        }
    }

    private void startStandIns() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (StandIn standIn : system.standIns()) {
            starts.add(() -> ensureRunning(standIn, standIn.builtFiles()));
        }
        together(starts);
    }

    private boolean ensureRunning(StandIn standIn, List<Path> builtFrom) throws Exception {
        RunningProcess process = running(standIn.name());
        String fingerprint = RunningProcess.fingerprint(standIn, builtFrom);
        if (process.find().isPresent() && process.wasStartedAs(fingerprint) && standIn.health().isHealthy()) {
            return false;
        }
        return progress.during(standIn.name(), () -> {
            process.stop(false);
            synchronized (startLock) {
                if (interrupted) {
                    throw new IOException("Interrupted before " + standIn.name() + " was started.");
                }
                startedHere.add(process);
                process.start(standIn, fingerprint);
            }
            awaitHealth(standIn, process);
            return true;
        });
    }

    private void awaitHealth(StandIn standIn, RunningProcess process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + standIn.patience().toNanos();
        while (!standIn.health().isHealthy() || process.find().isEmpty()) {
            boolean alive = process.find().isPresent();
            if (!alive || System.nanoTime() > deadline) {
                if (alive) {
                    process.stop(false);
                }
                throw new IOException(standIn.name() + (alive ? " is not healthy after " + standIn.patience().toSeconds() + " s"
                        : " ended right after its start") + ". The end of its log (" + state.log(standIn.name()) + "):\n"
                        + LogFile.lastLines(state.log(standIn.name()), 25));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// After a build, one full start and end of Avid writes the cache that makes every later start fast.
    private void trainOnce() throws Exception {
        AvidJar jar = AvidJar.of(system.project());
        try (CopyLock lock = CopyLock.takeForBuilding(system.project(), progress)) {
            if (!jar.isTrained()) {
                progress.during("start-up cache trained", () -> {
                    new TrainAotCache(system, jar).run();
                    return true;
                });
            }
        }
    }

    private Boolean seed() throws Exception {
        URI issuer = URI.create(StandIn.issuerUri(state.ports().of("issuer")));
        String token = DemoLogin.at(issuer).token(Role.FINANCE, DemoPeople.DEMO_ORGANISATION, Optional.empty());
        Path log = state.log("demo");
        List<String> command = AvidJar.of(system.project()).commandLine(List.of("import", "receivables", system.demoFile().toString(),
                "--port", Integer.toString(state.port())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("AVID_TOKEN", token));
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException("Everything runs, but the demo business could not be brought in (./avid up tries again, ./avid up --empty does not)."
                    + " The end of what the import said (" + log + "):\n" + LogFile.lastLines(log, 15));
        }
        StateFolder.writeWhole(state.seededMark(), "");
        return true;
    }

    private RunningProcess running(String name) {
        return new RunningProcess(state, name);
    }

    /// All at the same time; the first failure, after all have ended.
    private static void together(List<Callable<Boolean>> work) throws Exception {
        List<Future<Boolean>> results;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            results = executor.invokeAll(work);
        }
        for (Future<Boolean> result : results) {
            try {
                result.get(0, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private void endWhatWasStartedHere() {
        synchronized (startLock) {
            interrupted = true;
            if (finished) {
                return;
            }
        }
        for (RunningProcess process : startedHere) {
            try {
                process.stop(false);
            } catch (IOException | InterruptedException e) {
                System.err.println("Could not end " + process.name() + ": " + e.getMessage() + "; ./avid down does.");
            }
        }
        System.err.println("Interrupted; what this command had started is ended again.");
    }
}
