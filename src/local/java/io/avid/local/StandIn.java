package io.avid.local;

import io.avid.local.stripe.StripeAccount;
import io.avid.local.stripe.StripeProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One process of local mode: how it is started, the ports it takes, how to see that it is well.
///
/// @param name as in `./avid status` and the log's file name
/// @param command what to run, without the argument that ties it to its parent
/// @param exitWithParentAt where in the command that argument goes
/// @param environment beside what this process has; a long class path goes here, to keep the command readable
/// @param ports what it listens at, by what for
/// @param health asked again and again after a start, and before a running one is used again
/// @param patience how long a start may take on a slow machine
record StandIn(String name, List<String> command, int exitWithParentAt, Map<String, String> environment, Map<String, Integer> ports,
        HealthCheck health, Duration patience) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// The command of a child that must not outlive the process which starts it.
    List<String> commandTiedToParent() {
        List<String> tied = new ArrayList<>(command);
        tied.add(exitWithParentAt, ExitWithParent.ARGUMENT);
        return tied;
    }

    /// The same with more flags for its JVM, if it is one; the last of two that contradict each other counts.
    StandIn withJvmFlags(List<String> flags) {
        if (!command.getFirst().equals(java().getFirst())) {
            return this;
        }
        List<String> flagged = new ArrayList<>(command);
        flagged.addAll(1, flags);
        return new StandIn(name, flagged, exitWithParentAt + flags.size(), environment, ports, health, patience);
    }

    /// One process for all stores: a port and a journal for each module.
    static StandIn mongodb(Path data, Map<LocalModule, Integer> ports) {
        List<String> command = java("-Xms16m", "-Xmx512m", "-XX:+UseSerialGC", "-Dlogback.configurationFile=local-logback.xml", "io.avid.local.mongodb.MongoProcess");
        int tie = command.size();
        command.add(data.toString());
        Map<String, Integer> named = new LinkedHashMap<>();
        ports.forEach((module, port) -> {
            command.add(module.id() + "=" + port);
            named.put(module.id(), port);
        });
        return new StandIn("mongodb", command, tie, classPath(System.getProperty("java.class.path")), named, HealthCheck.mongo(ports.values()), PATIENCE);
    }

    static StandIn elasticsearch(ProjectFolder project, Path data, int port) {
        Path built = project.elasticsearch();
        List<String> command = java("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true",
                "io.avid.local.elasticsearch.node.NodeProcess");
        int tie = command.size();
        command.addAll(List.of(built.resolve("home").toString(), data.toString(), Integer.toString(port)));
        HealthCheck health = HealthCheck.http(URI.create("http://127.0.0.1:" + port + "/_cluster/health?wait_for_status=yellow&timeout=1s"), "\"cluster_name\":\"avid-local\"");
        return new StandIn("elasticsearch", command, tie, classPath(ElasticsearchNodeBuild.classPath(built)), Map.of("http", port), health, PATIENCE);
    }

    static StandIn azurite(ProjectFolder project, Path data, int port) {
        List<String> command = new ArrayList<>(List.of("node", project.azurite().resolve("blob.js").toString()));
        int tie = command.size();
        command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", Integer.toString(port), "--location", data.toString(),
                "--skipApiVersionCheck", "--disableTelemetry", "--silent"));
        return new StandIn("azurite", command, tie, Map.of(), Map.of("blob", port), HealthCheck.httpServer(port, "Azurite"), PATIENCE);
    }

    /// @param avidPort where Avid's front ends are served from
    static StandIn issuer(Path data, int port, int avidPort) {
        List<String> command = java("-Xms32m", "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=local-logback.xml", "io.avid.local.issuer.IssuerProcess");
        int tie = command.size();
        command.addAll(List.of(data.toString(), Integer.toString(port), AvidProperties.AUDIENCE, Integer.toString(avidPort)));
        URI discovery = URI.create(issuerUri(port) + ".well-known/openid-configuration");
        return new StandIn("issuer", command, tie, classPath(System.getProperty("java.class.path")), Map.of("http", port), HealthCheck.http(discovery, "\"token_endpoint\""), PATIENCE);
    }

    /// @param accounts that Avid is told of
    static StandIn stripe(Path data, int port, List<StripeAccount> accounts) {
        List<String> command = java("-Xms16m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=local-logback.xml", "io.avid.local.stripe.StripeProcess");
        int tie = command.size();
        command.addAll(List.of(data.toString(), Integer.toString(port)));
        Map<String, String> environment = new LinkedHashMap<>(classPath(System.getProperty("java.class.path")));
        environment.put(StripeProcess.ENDPOINTS, StripeProcess.asText(accounts));
        HealthCheck health = HealthCheck.http(URI.create(stripeUri(port) + "/_emulator/health"), "\"ok\"");
        return new StandIn("stripe", command, tie, Map.copyOf(environment), Map.of("http", port), health, PATIENCE);
    }

    static String stripeUri(int port) {
        return "http://127.0.0.1:" + port;
    }

    /// With a slash at its end, as Auth0's has.
    static String issuerUri(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    /// The account and key that Azurite documents for everybody; they protect nothing and open nothing else.
    static String blobConnectionString(int port) {
        return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
                + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
                + "BlobEndpoint=http://127.0.0.1:" + port + "/devstoreaccount1;";
    }

    private static Map<String, String> classPath(String entries) {
        return Map.of("CLASSPATH", entries);
    }

    /// The files of this project that it runs, which change when it is built anew: the first entry of its class path,
    /// or the script.
    List<Path> builtFiles() {
        String first = environment.getOrDefault("CLASSPATH", "").split(java.io.File.pathSeparator)[0];
        Path built = Path.of(first.isEmpty() ? command.get(1) : first);
        return Files.isRegularFile(built) ? List.of(built) : List.of();
    }

    static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
