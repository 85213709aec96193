package io.avid.local;

import io.avid.local.issuer.DemoPeople;
import io.avid.local.issuer.Role;
import io.avid.local.mongodb.DurableMongo;
import io.avid.local.stripe.FeeSchedule;
import io.avid.local.stripe.StripeEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// The stand-ins for tests and benchmarks: real ones, started once per JVM when first asked for, gone with it.
///
/// ```java
/// Map<String, String> properties = TestSystem.shared().copy().properties();   // for a whole Avid
/// String uri = TestSystem.shared().copy().mongodbUri(LocalModule.CUSTOMER);    // for one store
/// ```
///
/// MongoDB's stores and Stripe run in this JVM; the others are children that end with it, however it ends. Every [Copy] has
/// databases and an index prefix of its own, so tests do not meet.
public final class TestSystem {

    private static final TestSystem SHARED = new TestSystem();

    private final FreePorts ports = new FreePorts();
    private final FutureTask<Path> folder = once(TestSystem::temporaryFolder);
    private final FutureTask<Map<LocalModule, DurableMongo>> mongodb = once(this::startMongodb);
    private final FutureTask<Integer> elasticsearch = once(this::startElasticsearch);
    private final FutureTask<Integer> azurite = once(this::startAzurite);

    private final FutureTask<Integer> issuer = once(this::startIssuer);
    private final FutureTask<StripeEmulator> stripe = once(this::startStripe);
    private final FutureTask<Optional<AvidJar>> trainedJar = once(this::trainJar);
    private final FutureTask<Path> frontEndSources = once(TestSystem::installFrontEnds);
    private final Map<List<Object>, String> tokens = new ConcurrentHashMap<>();

    private TestSystem() {
    }

    /// The one of this JVM. Nothing runs until something of it is asked for.
    public static TestSystem shared() {
        return SHARED;
    }

    /// Databases and an index prefix that nobody else uses.
    public Copy copy() {
        return new Copy("t" + UUID.randomUUID().toString().substring(0, 8));
    }

    /// Where the Elasticsearch node answers.
    public URI elasticsearchUri() {
        return URI.create("http://127.0.0.1:" + await(elasticsearch));
    }

    /// For the Azure SDK's builders.
    public String blobConnectionString() {
        return StandIn.blobConnectionString(await(azurite));
    }

    /// The OpenID issuer, with a slash at its end.
    public URI issuerUri() {
        return URI.create(StandIn.issuerUri(await(issuer)));
    }

    /// An access token of the demo person with this role in the first, second or third organisation.
    public String token(Role role, int organisation) {
        return tokens.computeIfAbsent(List.of(role, organisation), key -> DemoLogin.at(issuerUri()).token(role, organisation, Optional.empty()));
    }

    /// An access token of a customer's login, for the customer named.
    public String customerToken(int organisation, String customerName) {
        return DemoLogin.at(issuerUri()).token(Role.CUSTOMER, organisation, Optional.of(customerName));
    }

    /// A MongoDB stand-in in a process of its own, for tests that kill it: give the folder again to find the data again.
    public ChildProcess startMongodbProcess(Path data, Map<LocalModule, Integer> portsByModule) throws IOException, InterruptedException {
        return start(StandIn.mongodb(data, portsByModule));
    }

    /// Free ports for [#startMongodbProcess], one per module.
    public Map<LocalModule, Integer> freePorts() throws IOException {
        Map<LocalModule, Integer> free = new EnumMap<>(LocalModule.class);
        for (LocalModule module : LocalModule.all()) {
            free.put(module, ports.next());
        }
        return free;
    }

    /// An Elasticsearch node of the test's own, for tests that kill it.
    public ChildProcess startElasticsearchProcess(Path data, int port) throws IOException, InterruptedException {
        ProjectFolder project = ProjectFolder.find();
        ensureBuilt(project, () -> ElasticsearchNodeBuild.ensure(project));
        return start(StandIn.elasticsearch(project, data, port));
    }

    /// A blob service of the test's own, for tests that kill it.
    public ChildProcess startAzuriteProcess(Path data, int port) throws IOException, InterruptedException {
        ProjectFolder project = ProjectFolder.find();
        ensureBuilt(project, () -> AzuriteInstallation.ensure(project));
        return start(StandIn.azurite(project, data, port));
    }

    /// A Stripe emulator of the test's own in a process of its own, for tests that kill it. Any key opens an account there.
    public ChildProcess startStripeProcess(Path data, int port) throws IOException, InterruptedException {
        return start(StandIn.stripe(data, port, List.of()));
    }

    /// Where the Stripe emulator answers: its API at `/v1`, faults on demand at `/_emulator`. It runs in this JVM.
    public URI stripeUri() {
        return await(stripe).uri();
    }

    /// Avid's jar as `./avid up` starts it, with its start-up cache, which is trained here if need be. Empty where the jar
    /// is older than the classes, as when one test is run by hand: a test is about the classes.
    public Optional<AvidJar> trainedJar() {
        return await(trainedJar);
    }

    /// The folder of the front ends' sources, with the packages that their tools and tests need.
    public Path frontEndSources() {
        return await(frontEndSources);
    }

    /// In tests, which set this flag for themselves, no process lives long enough to earn back a full compilation.
    private ChildProcess start(StandIn standIn) throws IOException, InterruptedException {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:TieredStopAtLevel=")).toList();
        return ChildProcess.start(standIn.withJvmFlags(flags), await(folder).resolve("logs"));
    }

    /// A port that nobody listens at.
    public int freePort() throws IOException {
        return ports.next();
    }

    private static Path installFrontEnds() throws IOException, InterruptedException {
        ProjectFolder project = ProjectFolder.find();
        ensureBuilt(project, () -> {
            FrontEndBuild.install(project);
            return true;
        });
        return FrontEndBuild.sources(project);
    }

    private Map<LocalModule, DurableMongo> startMongodb() throws IOException {
        Map<LocalModule, DurableMongo> stores = new EnumMap<>(LocalModule.class);
        for (LocalModule module : LocalModule.all()) {
            DurableMongo store = DurableMongo.start(await(folder).resolve("mongodb").resolve(module.id()), 0);
            stores.put(module, store);
        }
        return stores;
    }

    private int startElasticsearch() throws IOException, InterruptedException {
        int port = ports.next();
        closeAtExit(startElasticsearchProcess(await(folder).resolve("elasticsearch"), port));
        return port;
    }

    private int startAzurite() throws IOException, InterruptedException {
        int port = ports.next();
        closeAtExit(startAzuriteProcess(await(folder).resolve("azurite"), port));
        return port;
    }

    private int startIssuer() throws IOException, InterruptedException {
        int port = ports.next();
        closeAtExit(start(StandIn.issuer(await(folder).resolve("issuer"), port, port)));
        return port;
    }

    private StripeEmulator startStripe() throws IOException {
        StripeEmulator emulator = StripeEmulator.start(await(folder).resolve("stripe"), 0, List.of(), FeeSchedule.UNITED_STATES,
                line -> { });
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        return emulator;
    }

    private Optional<AvidJar> trainJar() throws IOException, InterruptedException {
        ProjectFolder project = ProjectFolder.find();
        AvidJar jar = AvidJar.of(project);
        if (!jar.isBuiltAfter(project.target().resolve("classes"))) {
            return Optional.empty();
        }
        Path properties = await(folder).resolve("training.properties");
        Files.write(properties, copy().properties().entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue()).toList());
        var training = new TrainAotCache(jar, properties, await(folder).resolve("training.log"), token(Role.FINANCE, 1));
        ensureBuilt(project, () -> {
            if (!jar.isTrained()) {
                training.run();
            }
            return true;
        });
        return Optional.of(jar);
    }

    /// Something that is built from the sources; throws what the build throws.
    private interface Build {
        boolean ensure() throws IOException, InterruptedException;
    }

    /// Tests run in several JVMs at once, and one of them builds.
    private static synchronized void ensureBuilt(ProjectFolder project, Build build) throws IOException, InterruptedException {
        try (var progress = new Progress(System.out); var lock = CopyLock.takeForBuilding(project, progress)) {
            build.ensure();
        }
    }

    private static void closeAtExit(ChildProcess child) {
        Runtime.getRuntime().addShutdownHook(new Thread(child::close));
    }

    private static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("avid-test-system");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteWithin(folder)));
        return folder;
    }

    private static void deleteWithin(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A child that is just ending may still write; the system's temporary folder is cleaned by the system.
            System.err.println("Left behind: " + folder);
        }
    }

    private static <T> FutureTask<T> once(Callable<T> start) {
        return new FutureTask<>(start);
    }

    private static <T> T await(FutureTask<T> task) {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a stand-in was starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A stand-in for tests did not start: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /// One test's share of the stand-ins.
    public final class Copy {

        private final String prefix;
        private final OrganisationsAtStripe atStripe = new OrganisationsAtStripe(UUID.randomUUID().toString());

        private Copy(String prefix) {
            this.prefix = prefix;
        }

        /// The key of an organisation's Stripe account, which no other copy has: for a test's own look at it, for faults
        /// that strike this account alone, and for webhook endpoints of the test's own.
        public String stripeKey(int organisation) {
            return atStripe.apiKey(DemoPeople.organisation(organisation));
        }

        /// From now on Stripe tells this copy's Avid what happens; before, nobody is told.
        ///
        /// @param avid where its edge answers
        public void sendStripeWebhooksTo(URI avid) {
            atStripe.accounts(avid).forEach(await(stripe)::open);
        }

        /// The Stripe emulator in a process of the test's own, for tests that kill it, with this copy's accounts.
        ///
        /// @param avid where the edge answers that is told what happens
        public ChildProcess startStripeProcess(Path data, int port, URI avid) throws IOException, InterruptedException {
            return start(StandIn.stripe(data, port, atStripe.accounts(avid)));
        }

        /// The connection string, database included.
        public String mongodbUri(LocalModule module) {
            return await(mongodb).get(module).uri(prefix + "_" + module.id());
        }

        /// What the names of a module's indices begin with.
        public String indexPrefix(LocalModule module) {
            return prefix + "-" + module.id() + "-";
        }

        /// Everything that Avid is configured with; starts all stand-ins, at the same time.
        public Map<String, String> properties() {
            try (var starting = Executors.newVirtualThreadPerTaskExecutor()) {
                Stream.of(mongodb, elasticsearch, azurite, issuer, stripe).forEach(starting::submit);
            }
            Map<String, String> stores = new LinkedHashMap<>();
            LocalModule.all().forEach(module -> stores.put(module.id(), mongodbUri(module)));
            Map<String, String> prefixes = new LinkedHashMap<>();
            LocalModule.all().forEach(module -> prefixes.put(module.id(), indexPrefix(module)));
            return new AvidProperties(issuerUri(), stores, elasticsearchUri(), prefixes, blobConnectionString(),
                    UUID.randomUUID().toString(), atStripe.properties(stripeUri())).asMap();
        }
    }
}
