package io.avid.local.elasticsearch.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/// One Elasticsearch node on this machine: `NodeProcess [--exit-with-parent] HOME DATA PORT`.
///
/// HOME holds the modules and is shared by all nodes of this project folder; DATA is this node's alone. Every
/// acknowledged request is on disk (`index.translog.durability` is `request`, the server's default, and no index of
/// Avid changes it).
public final class NodeProcess {

    private NodeProcess() {
    }

    /// Starts the node; a failure is told on the standard error and ends the process with status 1.
    public static void main(String[] arguments) {
        List<String> values = new ArrayList<>(List.of(arguments));
        if (values.remove("--exit-with-parent")) {
            exitWithParent();
        }
        if (values.size() != 3) {
            System.err.println("Usage: NodeProcess [--exit-with-parent] HOME DATA PORT");
            System.exit(2);
        }
        try {
            start(Path.of(values.get(0)), Path.of(values.get(1)), Integer.parseInt(values.get(2)));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void start(Path home, Path data, int port) throws Exception {
        Files.createDirectories(data);
        LogConfigurator.configureESLogging();
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("path.data", data.toString())
                .put("path.logs", data.resolve("logs").toString())
                .put("cluster.name", "avid-local")
                .put("node.name", "local")
                .put("discovery.type", "single-node")
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("network.host", "127.0.0.1")
                .put("http.port", port)
                .put("transport.port", 0)
                // A laptop's disk is often nearly full; the node must not turn read-only for that.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("action.destructive_requires_name", true)
                .build();
        Path configuration = Files.createDirectories(data.resolve("config"));
        Environment environment = new Environment(settings, configuration);
        var modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
        var plugins = PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false);
        Node node = new Node(environment, PluginsLoader.createPluginsLoader(modules, plugins, Map.of(), false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        System.out.println("ready");
        // The node's own threads are daemons.
        new CountDownLatch(1).await();
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (IOException e) {
            System.err.println("The node did not close well: " + e);
        }
    }

    /// The standard input is a pipe that the parent alone holds; its end is the parent's end, even after `kill -9`.
    private static void exitWithParent() {
        Thread.ofPlatform().daemon().name("exit-with-parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent writes nothing that matters here.
                }
            } catch (IOException e) {
                System.err.println("The pipe from the parent broke: " + e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
