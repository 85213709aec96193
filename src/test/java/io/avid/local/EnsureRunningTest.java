package io.avid.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EnsureRunningTest {

    /// Everything must work in a folder whose name has a space.
    @TempDir
    Path folder;

    private StateFolder state;
    private StandIn mongodb;
    private final Progress progress = new Progress(new PrintStream(OutputStream.nullOutputStream()));

    @BeforeEach
    void aCopy() throws IOException {
        state = new StateFolder(folder.resolve("a clone of it").resolve("8080"), 8080);
        mongodb = StandIn.mongodb(state.data("mongodb"), TestSystem.shared().freePorts());
    }

    @AfterEach
    void endsWhatRuns() throws Exception {
        new RunningProcess(state, "mongodb").stop(false);
    }

    private boolean ensure() throws Exception {
        try (EnsureRunning processes = new EnsureRunning(state, progress)) {
            return processes.ensure(mongodb, List.of());
        }
    }

    private ProcessHandle process() throws IOException {
        return new RunningProcess(state, "mongodb").find().orElseThrow();
    }

    @Test
    void whatRunsAndIsWellIsLeftAlone() throws Exception {
        assertThat(ensure()).isTrue();
        long pid = process().pid();
        assertThat(ensure()).isFalse();
        assertThat(process().pid()).isEqualTo(pid);
    }

    @Test
    void aKilledProcessIsStartedAgainOnItsPortsWithItsData() throws Exception {
        ensure();
        String uri = "mongodb://127.0.0.1:" + mongodb.ports().get("customer") + "/test";
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase("test").getCollection("things").insertOne(new Document("_id", 1));
        }
        long killed = process().pid();
        process().destroyForcibly();
        process().onExit().join();
        assertThat(ensure()).isTrue();
        assertThat(process().pid()).isNotEqualTo(killed);
        try (MongoClient client = MongoClients.create(uri)) {
            assertThat(client.getDatabase("test").getCollection("things").countDocuments()).isEqualTo(1);
        }
    }

    @Test
    void aProcessThatNoLongerAnswersIsReplaced() throws Exception {
        ensure();
        long stopped = process().pid();
        new ProcessBuilder("kill", "-STOP", Long.toString(stopped)).start().waitFor();
        assertThat(ensure()).isTrue();
        assertThat(process().pid()).isNotEqualTo(stopped);
        assertThat(ProcessHandle.of(stopped).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aProcessStartedFromSomethingElseIsReplaced() throws Exception {
        Path built = Files.writeString(folder.resolve("built"), "one");
        try (EnsureRunning processes = new EnsureRunning(state, progress)) {
            assertThat(processes.ensure(mongodb, List.of(built))).isTrue();
            assertThat(processes.ensure(mongodb, List.of(built))).isFalse();
            Files.writeString(built, "two");
            assertThat(processes.ensure(mongodb, List.of(built))).isTrue();
        }
    }

    /// A map's order is another in every JVM, and `up` is one each time.
    @Test
    void whatAProcessWasStartedAsDoesNotDependOnTheOrderOfItsEnvironment() throws Exception {
        Map<String, String> oneWay = new LinkedHashMap<>();
        oneWay.put("CLASSPATH", "a.jar");
        oneWay.put("ENDPOINTS", "one");
        Map<String, String> otherWay = new LinkedHashMap<>();
        otherWay.put("ENDPOINTS", "one");
        otherWay.put("CLASSPATH", "a.jar");
        assertThat(fingerprint(oneWay)).isEqualTo(fingerprint(otherWay));
        otherWay.put("ENDPOINTS", "two");
        assertThat(fingerprint(oneWay)).isNotEqualTo(fingerprint(otherWay));
    }

    private static String fingerprint(Map<String, String> environment) throws IOException {
        return RunningProcess.fingerprint(new StandIn("any", List.of("sleep", "120"), 0, environment, Map.of(), () -> true, Duration.ofSeconds(60)), List.of());
    }

    /// Avid is started again when this text changes, so it is the same in every JVM.
    @Test
    void theFrontEndsAddressesAreWrittenInOneOrder() {
        String text = new FrontEndAddressesFile(8080, URI.create("http://127.0.0.1:1/"), URI.create("http://localhost:2")).text();
        assertThat(text).containsSubsequence("\"login\"", "\"audience\"", "\"clientId\"", "\"issuer\"", "\"scope\"", "\"shell\"",
                "\"stripe\"", "\"calls\"", "\"frames\"", "\"script\"", "\"features\"", "\"label\"", "\"de\"", "\"en\"");
    }

    @Test
    void aProcessThatGotTheIdOfAKilledOneIsNeverTouched() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Path pidFile = state.running().resolve("mongodb.pid");
            StateFolder.writeWhole(pidFile, Long.toString(other.pid()));
            Files.setLastModifiedTime(pidFile, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(Duration.ofHours(1))));
            assertThat(new RunningProcess(state, "mongodb").find()).isEmpty();
            assertThat(ensure()).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aProcessThatDoesNotStartIsToldWithTheEndOfItsLog() throws Exception {
        try (ServerSocket taken = new ServerSocket(mongodb.ports().get("transaction"))) {
            assertThatThrownBy(this::ensure).isInstanceOf(IOException.class)
                    .hasMessageContaining("mongodb ended right after its start").hasMessageContaining("Port " + taken.getLocalPort());
        }
        assertThat(new RunningProcess(state, "mongodb").find()).isEmpty();
    }

    @Test
    void portsAreRememberedAndChosenAnewOnlyWhereSomebodyElseHoldsThem() throws Exception {
        RememberedPorts ports = state.ports();
        int first = ports.of("issuer");
        int second = ports.of("azurite");
        assertThat(ports.of("issuer")).isEqualTo(first).isNotEqualTo(second).isBetween(FreePorts.FIRST, FreePorts.LAST);
        ports.forgetTaken(List.of(first, second));
        assertThat(ports.of("issuer")).isEqualTo(first);
        try (ServerSocket taken = new ServerSocket(first)) {
            ports.forgetTaken(List.of(first, second));
            assertThat(ports.of("issuer")).isNotEqualTo(taken.getLocalPort());
            assertThat(ports.of("azurite")).isEqualTo(second);
            assertThat(PortHolder.describe(first)).contains("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aCommandThatIsInterruptedEndsWhatItStarted() throws Exception {
        List<String> command = new ArrayList<>(StandIn.java("-cp", System.getProperty("java.class.path"), InterruptedStart.class.getName(),
                state.root().toString()));
        Process starting = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        RunningProcess started = new RunningProcess(state, InterruptedStart.NAME);
        for (int i = 0; i < 600 && started.find().isEmpty(); i++) {
            Thread.sleep(20);
        }
        ProcessHandle child = started.find().orElseThrow();
        starting.destroy();
        starting.waitFor();
        child.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(Files.readString(folder.resolve("out"))).contains("Interrupted");
        assertThat(started.find()).isEmpty();
    }

    /// Starts something that never becomes healthy.
    static final class InterruptedStart {

        static final String NAME = "never-well";

        public static void main(String[] arguments) throws Exception {
            StateFolder state = new StateFolder(Path.of(arguments[0]), 8080);
            StandIn neverWell = new StandIn(NAME, List.of("sleep", "120"), 0, Map.of(), Map.of(), () -> false, Duration.ofSeconds(60));
            try (EnsureRunning processes = new EnsureRunning(state, new Progress(System.out))) {
                processes.ensure(neverWell, List.of());
            }
        }
    }
}
