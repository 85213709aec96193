package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// `./avid up`: whatever state the copy is in, afterwards all its processes run and are well.
///
/// What is built and current is not built again, and [EnsureRunning] leaves alone what is well.
final class BringUp {

    private final LocalSystem system;
    private final StateFolder state;
    private final Progress progress;
    private final EnsureRunning processes;
    private final DemoBusiness demo;

    BringUp(LocalSystem system, Progress progress) {
        this.system = system;
        this.state = system.state();
        this.progress = progress;
        this.processes = new EnsureRunning(state, progress);
        this.demo = new DemoBusiness(system);
    }

    /// @param withDemo bring the demo business in, unless it was before
    void run(boolean withDemo) throws Exception {
        try (CopyLock lock = CopyLock.take(state, progress); processes) {
            build();
            refuseForeignHolderOf(state.port());
            chooseFreePorts();
            startStandIns();
            StateFolder.writeWhole(state.frontEndAddresses(), system.frontEnds().text());
            state.writeAvidProperties(system.avidProperties());
            trainOnce();
            processes.ensure(system.avid(), List.of(AvidJar.of(system.project()).jar(), state.avidProperties(), state.frontEndAddresses()));
            processes.close();
            if (withDemo) {
                bringDemoIn();
            }
            trainCommandLineOnce();
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
                () -> FrontEndBuild.isCurrent(system.project()) ? false
                        : progress.during("front ends built", () -> FrontEndBuild.ensure(system.project())),
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
            starts.add(() -> processes.ensure(standIn, standIn.builtFiles()));
        }
        together(starts);
    }

    /// After a build, one full start and end of Avid writes the cache that makes every later start fast.
    private void trainOnce() throws Exception {
        AvidJar jar = AvidJar.of(system.project());
        try (CopyLock lock = CopyLock.takeForBuilding(system.project(), progress)) {
            if (!jar.isTrained()) {
                progress.during("start-up cache trained", () -> {
                    new TrainAotCache(jar, state.avidProperties(), state.log("training"), demo.token()).run();
                    return true;
                });
            }
        }
    }

    private void bringDemoIn() throws Exception {
        if (!demo.isFileIn()) {
            progress.during("demo business", this::importDemoFile);
        }
        demo.startRest();
    }

    private Boolean importDemoFile() throws Exception {
        Path log = state.log(DemoBusiness.PROCESS);
        int status = runCommandLine(List.of(), List.of("import", "receivables", demo.file().toString()), log);
        if (status != 0) {
            throw new IOException("Everything runs, but the demo business could not be brought in (./avid up tries again, ./avid up --empty does not)."
                    + " The end of what the import said (" + log + "):\n" + LogFile.lastLines(log, 15));
        }
        demo.fileIsIn();
        return true;
    }

    /// A question asked once with the cache being written makes every later command start faster.
    private void trainCommandLineOnce() throws Exception {
        AvidJar jar = AvidJar.of(system.project());
        if (!Files.exists(jar.commandLineCache())) {
            progress.during("command line's cache trained", () -> runCommandLine(List.of("-XX:AOTCacheOutput=" + jar.commandLineCache()),
                    List.of("ageing", "--json"), state.log("training")));
        }
    }

    /// As finance of the demo organisation.
    private int runCommandLine(List<String> cache, List<String> arguments, Path log) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--port", Integer.toString(state.port())));
        ProcessBuilder builder = new ProcessBuilder(AvidJar.of(system.project()).commandLine(cache, all)).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("AVID_TOKEN", demo.token());
        builder.environment().put("AVID_HOME", system.project().root().toString());
        return builder.start().waitFor();
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
}
