package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image is built from deploy/Dockerfile as it stands, holds what it should, and runs as nobody on
 * a root that cannot be written.
 *
 * <p>No registry is asked: the two images that the Dockerfile begins with are made here, of Debian's
 * packages and of the JDK that runs this test.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.MethodName.class)
class ContainerImageTest {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerImageTest.class);

    private static final Path JAR = Product.PROJECT.resolve("target/avid.jar");
    private static final String NAME = "localhost/avid-under-test-" + ProcessHandle.current().pid();
    private static final String JDK = NAME + ":jdk";
    private static final String BASE = NAME + ":base";
    private static final String IMAGE = NAME + ":image";
    private static final int USER = 10001;
    /** A Java runtime of 90 MB; of the jars Stripe, ICU, Armeria and Elasticsearch take 15 to 20 MB each, fonts for PDFs 10. */
    private static final long SIZE_BYTES_AT_MOST = 440L * 1024 * 1024;
    private static final long START_SECONDS = 60;

    private static final List<String> PODMAN =
            List.of("podman", "--runtime", "runc", "--cgroup-manager=cgroupfs", "--events-backend=file");

    @TempDir
    private static Path folder;

    private static String container;
    private static Path root;

    @BeforeAll
    static void build() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: an image is built by root only");
        for (String tool : List.of("buildah", "mmdebstrap")) {
            assumeTrue(isThere(tool), "SKIPPED: " + tool + " is not installed (apt-get install " + tool + ")");
        }
        assumeTrue(Files.exists(JAR), "SKIPPED: there is no target/avid.jar to put into an image; ./avid test makes it first");
        makeImage(BASE, "base-files,libc6,libgcc-s1", false);
        makeImage(JDK, "base-files,libc6,libgcc-s1,dash,bash,coreutils,grep,zlib1g", true);
        run("buildah", "bud", "--isolation", "chroot",
                "-f", "deploy/Dockerfile", "--ignorefile", "deploy/Dockerfile.dockerignore",
                "--build-arg", "JDK_IMAGE=" + JDK, "--build-arg", "BASE_IMAGE=" + BASE, "-t", IMAGE, ".");
        container = run("buildah", "from", IMAGE).strip();
        root = Path.of(run("buildah", "mount", container).strip());
    }

    @AfterAll
    static void remove() {
        if (container != null) {
            run("buildah", "rm", container);
        }
        if (isThere("buildah")) {
            NodeTools.start(Product.PROJECT, List.of("buildah", "rmi", "--force", IMAGE, JDK, BASE));
        }
    }

    @Test
    void theImageHoldsNoStandIn() throws IOException {
        try (var libraries = Files.list(root.resolve("opt/avid/lib"))) {
            List<String> names = libraries.map(file -> file.getFileName().toString()).toList();
            assertThat(names).hasSizeGreaterThan(50).noneMatch(StandIns::isLibrary);
        }
        try (var jar = new JarFile(root.resolve("opt/avid/avid.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).contains("io/avid/Avid.class").noneMatch(StandIns::isClass);
        }
        assertThat(root.resolve("opt/java")).doesNotExist();
        assertThat(root.resolve("build")).doesNotExist();
    }

    @Test
    void theImageRunsAsNobodyAndBelongsToRoot() throws IOException {
        String image = run("buildah", "inspect", "--type", "image", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}}", IMAGE);
        assertThat(image.strip()).isEqualTo(USER + ":" + USER + " [/opt/avid-java/bin/java @/opt/avid/jvm.options -jar /opt/avid/avid.jar]");
        try (var files = Files.walk(root.resolve("opt"))) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file))).allSatisfy(file -> {
                assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
                assertThat(Files.getPosixFilePermissions(file)).doesNotContain(PosixFilePermission.OTHERS_WRITE);
            });
        }
    }

    @Test
    void theImageIsSmall() {
        long bytes = Long.parseLong(run("podman".equals(sizer()) ? new String[] {"podman", "image", "inspect", "--format", "{{.Size}}", IMAGE}
                : new String[] {"du", "-sbx", root.toString()}).strip().split("\\s")[0]);
        LOG.info("The image has {} MB, of {} at most", bytes / 1_000_000, SIZE_BYTES_AT_MOST / 1_000_000);
        assertThat(bytes).isPositive().isLessThan(SIZE_BYTES_AT_MOST);
    }

    @Test
    void theImageStartsFromItsCacheOnAReadOnlyRootAndStopsInOrder() throws Exception {
        assumeTrue(isThere("podman") && isThere("runc"), "SKIPPED: podman and runc are not installed (apt-get install podman runc)");
        int port = freePort();
        var command = new ArrayList<>(PODMAN);
        command.addAll(List.of("run", "--rm", "--name", "avid-under-test-" + port, "--network", "host", "--read-only", "--cap-drop", "all",
                "--security-opt", "no-new-privileges", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096",
                "--tmpfs", "/tmp:rw,size=128m,mode=1777", "--memory", "768m",
                // With this the JVM refuses to start without its cache.
                "--env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on", IMAGE));
        command.addAll(settings(port));
        Path log = folder.resolve("run.log");
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (status(http, port, "/health/live") != 200) {
                assertThat(process.isAlive()).as(() -> "Avid runs: " + Compilation.read(log)).isTrue();
                assertThat(System.nanoTime() - begun).as(() -> Compilation.read(log)).isLessThan(TimeUnit.SECONDS.toNanos(START_SECONDS));
                TimeUnit.MILLISECONDS.sleep(100);
            }
            LOG.info("The container answered after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            assertThat(status(http, port, "/v1/documents")).isEqualTo(401);
            String inside = Files.readString(Path.of("/proc/" + pidInside(port) + "/status"));
            assertThat(inside).containsPattern("Uid:\\s+" + USER + "\\s+" + USER)
                    .containsPattern("CapEff:\\s+0{16}\\b")
                    .containsPattern("NoNewPrivs:\\s+1");
            run(with(PODMAN, "stop", "--time", "30", "avid-under-test-" + port));
            assertThat(process.waitFor(35, TimeUnit.SECONDS)).isTrue();
            // 143: ended by SIGTERM, in order; 137 would be killed.
            assertThat(process.exitValue()).as(() -> Compilation.read(log)).isIn(0, 143);
        } finally {
            process.destroyForcibly();
            NodeTools.start(Product.PROJECT, List.of(with(PODMAN, "rm", "--force", "--ignore", "avid-under-test-" + port)));
        }
    }

    private static String pidInside(int port) {
        return run(with(PODMAN, "inspect", "--format", "{{.State.Pid}}", "avid-under-test-" + port)).strip();
    }

    /** Addresses that lead nowhere: Avid starts without its stores. */
    private static List<String> settings(int port) {
        var settings = new ArrayList<>(List.of(
                "--avid.edge.port=" + port,
                "--avid.process.instance=test",
                "--okta.oauth2.issuer=http://127.0.0.1:9/",
                "--okta.oauth2.audience=test",
                "--avid.identity.signing-secret=a-secret-of-more-than-32-bytes-for-this-test",
                "--avid.blob.document.connection-string=DefaultEndpointsProtocol=http;AccountName=test;AccountKey=dGVzdA==;"
                        + "BlobEndpoint=http://127.0.0.1:9/test;"));
        for (String module : Product.parts()) {
            if (ProductMap.isModule(module)) {
                settings.add("--avid.store." + module + ".mongodb-uri=mongodb://127.0.0.1:9/" + module);
                settings.add("--avid.search." + module + ".uri=http://127.0.0.1:9");
            }
        }
        return settings;
    }

    private static int status(HttpClient http, int port, String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static void makeImage(String name, String packages, boolean withJdk) {
        Path tar = folder.resolve(name.substring(name.indexOf(':') + 1) + ".tar");
        NodeTools.Run made = NodeTools.start(folder, List.of(
                "mmdebstrap", "--quiet", "--variant=extract", "--include=" + packages, "bookworm", tar.toString()));
        assumeTrue(made.status() == 0, "SKIPPED: no Debian packages for a base image: " + made.output());
        String scratch = run("buildah", "from", "scratch").strip();
        run("buildah", "add", "-q", scratch, tar.toString(), "/");
        if (withJdk) {
            // Debian's links into /etc are followed, so that the JDK is whole by itself.
            Path jdk = folder.resolve("jdk");
            run("cp", "-rL", System.getProperty("java.home"), jdk.toString());
            run("buildah", "copy", "-q", scratch, jdk.toString(), "/opt/java/openjdk");
        }
        run("buildah", "commit", "-q", scratch, name);
        run("buildah", "rm", scratch);
    }

    private static String sizer() {
        return isThere("podman") ? "podman" : "du";
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isThere(String tool) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry).resolve(tool)));
    }

    private static String[] with(List<String> command, String... more) {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return whole.toArray(String[]::new);
    }

    private static String run(String... command) {
        NodeTools.Run run = NodeTools.start(Product.PROJECT, List.of(command));
        assertThat(run.status()).as(() -> String.join(" ", command) + "\n" + run.output()).isZero();
        return run.output();
    }
}
