package io.avid.architecture;

import io.avid.architecture.ArchitectureMap.Module;
import io.avid.architecture.ArchitectureMap.Rpc;
import io.avid.platform.module.ModuleDefinition;
import io.avid.platform.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The mesh's policies, written from the protos' permissions and the callers that each module accepts: for each module one that says
 * which processes may call which of its RPCs, and one that says what a token must grant to come in for it.
 */
final class MeshPolicies {
    static final String FILE = "deploy/k8s/components/istio/policies.yaml";

    /** The port at which modules call each other, and the path's first part of what hosts several. */
    static final String MODULES_PORT = "9090";

    /** Service account of the process that hosts what was not taken out of it. */
    static final String REST = "avid-rest";

    /** Which module's process is the edge for everybody, where each module has its own. */
    static final String EDGE_MODULE = "overview";

    private final StringBuilder text = new StringBuilder();

    private MeshPolicies() {}

    static String of(ArchitectureMap map, Collection<ModuleDefinition> definitions) {
        var policies = new MeshPolicies();
        policies.line("# Written by " + ArchitecturePage.COMMAND + " from the permissions in the protos and the callers in io.avid.Avid; do not change it by hand.");
        policies.line("#");
        policies.line("# Between modules: which service account may call which RPC. Edge stands for the process that the world calls, which is " + EDGE_MODULE + "'s or");
        policies.line("# the one that hosts the rest. At the gateway: what a token must grant for it. A customer's own login shows own.read or own.pay.");
        for (Module module : map.modules()) {
            ModuleDefinition definition = definitions.stream().filter(candidate -> candidate.name().equals(module.name())).findFirst().orElseThrow();
            policies.callers(map, module, definition);
            policies.permissions(module);
        }
        return policies.text.toString();
    }

    private void callers(ArchitectureMap map, Module module, ModuleDefinition definition) {
        head("avid-module-" + module.name());
        line("  selector:");
        line("    matchLabels:");
        line("      module.avid/" + module.name() + ": hosted");
        line("  action: ALLOW");
        line("  rules:");
        rule(List.of("avid-" + EDGE_MODULE, REST), module.rpcs().stream().map(MeshPolicies::path).toList());
        for (String caller : new TreeSet<>(definition.callers())) {
            SortedSet<String> called = map.called(caller, module.name());
            List<String> paths = module.rpcs().stream().filter(rpc -> called.contains(rpc.name())).map(MeshPolicies::path).toList();
            if (!caller.equals(EDGE_MODULE) && !paths.isEmpty()) {
                rule(List.of("avid-" + caller), paths);
            }
        }
    }

    private void rule(List<String> accounts, List<String> paths) {
        line("    - from:");
        line("        - source:");
        line("            serviceAccounts: [" + String.join(", ", accounts) + "]");
        line("      to:");
        line("        - operation:");
        line("            ports: [\"" + MODULES_PORT + "\"]");
        paths("            ", paths);
    }

    private void permissions(Module module) {
        head("avid-permissions-" + module.name());
        line("  targetRefs:");
        line("    - group: gateway.networking.k8s.io");
        line("      kind: Gateway");
        line("      name: avid");
        line("  action: ALLOW");
        line("  rules:");
        Map<String, List<String>> byGrants = new TreeMap<>();
        module.rpcs().forEach(rpc -> byGrants.computeIfAbsent(String.join(", ", grants(rpc)), _ -> new ArrayList<>()).add(path(rpc)));
        byGrants.forEach((grants, paths) -> {
            line("    - from:");
            line("        - source:");
            line("            requestPrincipals: [\"*\"]");
            line("      to:");
            line("        - operation:");
            line("            methods: [POST]");
            paths("            ", paths);
            line("      when:");
            line("        - key: request.auth.claims[permissions]");
            line("          values: [" + grants + "]");
        });
    }

    /** What lets a token in for an RPC: its permission, and where it is open to customers what their logins are granted. */
    static List<String> grants(Rpc rpc) {
        return rpc.customers() ? List.of(rpc.permission(), rpc.changes() ? Principal.OWN_PAY : Principal.OWN_READ) : List.of(rpc.permission());
    }

    static String path(Rpc rpc) {
        return "/" + rpc.service() + "/" + rpc.name();
    }

    private void paths(String indent, List<String> paths) {
        line(indent + "paths:");
        paths.stream().sorted().forEach(path -> line(indent + "  - " + path));
    }

    private void head(String name) {
        line("---");
        line("apiVersion: security.istio.io/v1");
        line("kind: AuthorizationPolicy");
        line("metadata:");
        line("  name: " + name);
        line("spec:");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
