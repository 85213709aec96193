package io.avid.architecture;

import static io.avid.architecture.CustomResourceSchemas.list;
import static io.avid.architecture.CustomResourceSchemas.map;

import io.avid.architecture.ArchitectureMap.Module;
import io.avid.architecture.ArchitectureMap.Rpc;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What a mesh would accept, and what would be wrong with it nevertheless. */
final class MeshRules {
    private static final String HOSTS = "module.avid/";
    private static final String GATEWAYS_ACCOUNT = "avid-istio";
    private static final Set<String> ROUTES = Set.of("HTTPRoute", "GRPCRoute");

    /**
     * What the application says, with which the mesh must agree.
     *
     * @param map modules, RPCs and calls
     * @param issuer {@code okta.oauth2.issuer}
     * @param audience {@code okta.oauth2.audience}
     * @param stripe host of Stripe's API
     * @param keepAliveSeconds of the client's connections between modules
     */
    record Application(ArchitectureMap map, String issuer, String audience, String stripe, long keepAliveSeconds) {}

    private final Application application;
    private final List<Map<?, ?>> resources = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private MeshRules(Application application) {
        this.application = application;
    }

    /** One line for each thing that is wrong with the manifests, a stream of YAML documents. */
    static List<String> violations(String manifests, Application application) {
        var rules = new MeshRules(application);
        for (Object document : new Yaml().loadAll(manifests)) {
            if (document instanceof Map<?, ?> resource) {
                rules.resources.add(resource);
            }
        }
        rules.judge();
        return rules.violations;
    }

    private void judge() {
        demand(all("PeerAuthentication").anyMatch(peer -> !spec(peer).containsKey("selector") && "STRICT".equals(map(spec(peer), "mtls").get("mode"))
                && !spec(peer).containsKey("portLevelMtls")), "every pod of the namespace takes mutual TLS alone");
        judgeAuthentication();
        for (Module module : application.map().modules()) {
            judgePermissions(module);
            judgeCallers(module);
        }
        judgeRoutes();
        judgeBetweenModules();
        judgeEgress();
    }

    private void judgeAuthentication() {
        boolean agrees = all("RequestAuthentication").filter(MeshRules::atGateway).flatMap(each -> list(spec(each), "jwtRules").stream()).map(rule -> (Map<?, ?>) rule)
                .anyMatch(rule -> application.issuer().equals(rule.get("issuer")) && list(rule, "audiences").equals(List.of(application.audience()))
                        && Objects.toString(rule.get("jwksUri")).startsWith(application.issuer()) && Boolean.TRUE.equals(rule.get("forwardOriginalToken")));
        demand(agrees, "the gateway knows tokens as Avid does (" + application.issuer() + " for " + application.audience() + ") and hands them on");
    }

    /** That each RPC comes in by a rule that asks for its own permission, and by no other. */
    private void judgePermissions(Module module) {
        for (Rpc rpc : module.rpcs()) {
            String path = MeshPolicies.path(rpc);
            List<Map<?, ?>> letting = all("AuthorizationPolicy").filter(MeshRules::atGateway).flatMap(policy -> list(spec(policy), "rules").stream())
                    .map(rule -> (Map<?, ?>) rule).filter(rule -> operations(rule).anyMatch(operation -> names(operation, path))).collect(Collectors.toList());
            boolean one = letting.size() == 1 && new TreeSet<>(MeshPolicies.grants(rpc)).equals(claims(letting.getFirst()));
            demand(one, path + " comes in by one rule, which asks for " + MeshPolicies.grants(rpc));
        }
    }

    private static Set<String> claims(Map<?, ?> rule) {
        return list(rule, "when").stream().map(each -> (Map<?, ?>) each).filter(when -> "request.auth.claims[permissions]".equals(when.get("key")))
                .flatMap(when -> list(when, "values").stream()).map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /** That those processes, and no others, are let in to an RPC that the code makes call it. */
    private void judgeCallers(Module module) {
        List<Map<?, ?>> rules = all("AuthorizationPolicy").filter(policy -> map(map(spec(policy), "selector"), "matchLabels").containsKey(HOSTS + module.name()))
                .flatMap(policy -> list(spec(policy), "rules").stream()).map(rule -> (Map<?, ?>) rule).collect(Collectors.toList());
        demand(!rules.isEmpty(), "a policy stands before module " + module.name());
        for (Rpc rpc : module.rpcs()) {
            var expected = new TreeSet<>(Set.of(MeshPolicies.REST, "avid-" + MeshPolicies.EDGE_MODULE));
            application.map().calls().stream().filter(call -> call.called().equals(module.name()) && call.rpc().equals(rpc.name()))
                    .forEach(call -> expected.add("avid-" + call.caller()));
            Set<String> let = rules.stream().filter(rule -> operations(rule).anyMatch(operation -> names(operation, MeshPolicies.path(rpc))
                            && list(operation, "ports").equals(List.of(MeshPolicies.MODULES_PORT))))
                    .flatMap(rule -> list(rule, "from").stream()).flatMap(from -> list(map((Map<?, ?>) from, "source"), "serviceAccounts").stream())
                    .map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
            demand(expected.equals(let), MeshPolicies.path(rpc) + " is open to the processes whose code calls it, " + expected + "; the policy lets in " + let);
        }
    }

    private void judgeRoutes() {
        List<String> listening = all("Gateway").flatMap(gateway -> list(spec(gateway), "listeners").stream()).map(listener -> (Map<?, ?>) listener)
                .filter(listener -> "HTTPS".equals(listener.get("protocol")) && !list(map(listener, "tls"), "certificateRefs").isEmpty())
                .map(listener -> Objects.toString(listener.get("hostname"))).toList();
        demand(!listening.isEmpty(), "a gateway listens with TLS");
        List<Map<?, ?>> routes = ROUTES.stream().flatMap(this::all).collect(Collectors.toList());
        var taken = new TreeSet<String>();
        for (Map<?, ?> route : routes) {
            for (Object host : list(spec(route), "hostnames")) {
                demand(listening.stream().anyMatch(pattern -> pattern.startsWith("*.") ? host.toString().endsWith(pattern.substring(1)) : pattern.equals(host)),
                        "the gateway listens for " + host);
                demand(taken.add(host.toString()), host + " belongs to one route");
            }
            demand(list(spec(route), "parentRefs").stream().allMatch(parent -> all("Gateway").anyMatch(gateway -> name(gateway).equals(((Map<?, ?>) parent).get("name")))),
                    name(route) + " hangs at a gateway that is there");
            list(spec(route), "rules").stream().flatMap(rule -> list((Map<?, ?>) rule, "backendRefs").stream()).map(reference -> (Map<?, ?>) reference)
                    .forEach(reference -> demand(isServed(Objects.toString(reference.get("name")), reference.get("port")),
                            name(route) + " leads to pods: " + reference.get("name") + ":" + reference.get("port")));
        }
        Set<String> wanted = Stream.of("api", "grpc", "shell", "customers", "transactions", "documents", "payments", "portal")
                .map(host -> host + ".avid.example").collect(Collectors.toCollection(TreeSet::new));
        demand(taken.containsAll(wanted), "the API and each front end has a host: " + wanted);
        demand(all("AuthorizationPolicy").anyMatch(policy -> list(spec(policy), "rules").stream().map(rule -> (Map<?, ?>) rule)
                .anyMatch(rule -> operations(rule).anyMatch(operation -> list(operation, "ports").equals(List.of("8080")))
                        && list(rule, "from").stream().allMatch(from -> list(map((Map<?, ?>) from, "source"), "serviceAccounts").equals(List.of(GATEWAYS_ACCOUNT))))),
                "at the pods' public port the gateway alone is let in");
    }

    private boolean isServed(String service, Object port) {
        return all("Service").filter(candidate -> name(candidate).equals(service))
                .anyMatch(candidate -> list(spec(candidate), "ports").stream().anyMatch(each -> Objects.equals(((Map<?, ?>) each).get("port"), port))
                        && all("Deployment").anyMatch(deployment -> map(map(map(spec(deployment), "template"), "metadata"), "labels").entrySet()
                                .containsAll(map(spec(candidate), "selector").entrySet())));
    }

    /** That the mesh does nothing by itself that the client does already. */
    private void judgeBetweenModules() {
        long deployments = all("Deployment").count();
        for (Module module : application.map().modules()) {
            String host = "avid-module-" + module.name();
            if (deployments == 1) {
                continue;
            }
            demand(all("VirtualService").anyMatch(route -> list(spec(route), "hosts").equals(List.of(host))
                            && list(spec(route), "http").stream().allMatch(http -> Integer.valueOf(0).equals(map((Map<?, ?>) http, "retries").get("attempts")))),
                    "the mesh tries no call of " + host + " again; the client does, where it is safe");
            demand(all("DestinationRule").anyMatch(rule -> host.equals(spec(rule).get("host"))
                            && map(map(spec(rule), "trafficPolicy"), "outlierDetection").containsKey("consecutiveGatewayErrors")
                            && (application.keepAliveSeconds() + "s").equals(map(map(map(map(spec(rule), "trafficPolicy"), "connectionPool"), "tcp"), "tcpKeepalive").get("time"))),
                    "pods of " + host + " that fail are left aside, and connections are kept alive as the client keeps them, each " + application.keepAliveSeconds() + " s");
        }
        for (String kind : List.of("VirtualService", "DestinationRule")) {
            all(kind).flatMap(each -> Stream.concat(list(spec(each), "hosts").stream(), Stream.ofNullable(spec(each).get("host"))))
                    .forEach(host -> demand(all("Service").anyMatch(service -> name(service).equals(host)), kind + " is of a service that is there: " + host));
        }
    }

    private void judgeEgress() {
        demand(all("Sidecar").anyMatch(sidecar -> "REGISTRY_ONLY".equals(map(spec(sidecar), "outboundTrafficPolicy").get("mode"))), "Avid goes to known hosts alone");
        List<Map<?, ?>> entries = all("ServiceEntry").collect(Collectors.toList());
        Set<String> hosts = entries.stream().flatMap(entry -> list(spec(entry), "hosts").stream()).map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>(Set.of(URI.create(application.issuer()).getHost(), application.stripe(),
                "*.blob.core.windows.net", "*.mongodb.net", "*.elastic-cloud.com", "*.found.io"));
        demand(hosts.equals(expected), "Avid goes to the hosts that it is set to, " + expected + "; the entries name " + hosts);
        Set<Object> open = all("NetworkPolicy").flatMap(policy -> list(spec(policy), "egress").stream()).flatMap(egress -> list((Map<?, ?>) egress, "ports").stream())
                .map(port -> ((Map<?, ?>) port).get("port")).collect(Collectors.toSet());
        entries.stream().flatMap(entry -> list(spec(entry), "ports").stream()).map(port -> ((Map<?, ?>) port).get("number"))
                .forEach(port -> demand(open.contains(port), "the network policies let out to port " + port));
        demand(open.contains(15012), "the network policies let sidecars ask the mesh");
    }

    private static Stream<Map<?, ?>> operations(Map<?, ?> rule) {
        return list(rule, "to").stream().map(to -> map((Map<?, ?>) to, "operation"));
    }

    /** Whether an operation says a path itself, or by a prefix, or says none and so any. */
    private static boolean names(Map<?, ?> operation, String path) {
        Predicate<Object> matches = pattern -> pattern.toString().endsWith("*") ? path.startsWith(pattern.toString().substring(0, pattern.toString().length() - 1)) : pattern.equals(path);
        boolean methods = list(operation, "methods").isEmpty() || list(operation, "methods").contains("POST");
        boolean paths = list(operation, "paths").isEmpty() || list(operation, "paths").stream().anyMatch(matches);
        return methods && paths && list(operation, "notPaths").stream().noneMatch(matches);
    }

    private static boolean atGateway(Map<?, ?> resource) {
        return list(spec(resource), "targetRefs").stream().anyMatch(reference -> "Gateway".equals(((Map<?, ?>) reference).get("kind")));
    }

    private static Map<?, ?> spec(Map<?, ?> resource) {
        return map(resource, "spec");
    }

    private static String name(Map<?, ?> resource) {
        return Objects.toString(map(resource, "metadata").get("name"));
    }

    private Stream<Map<?, ?>> all(String kind) {
        return resources.stream().filter(resource -> kind.equals(resource.get("kind")));
    }

    private void demand(boolean kept, String rule) {
        if (!kept) {
            violations.add("not so: " + rule);
        }
    }

    /** What of the manifests is of kinds that have schemas of their own. */
    static List<String> schemaViolations(String manifests, CustomResourceSchemas schemas) {
        var violations = new ArrayList<String>();
        for (Object document : new Yaml().loadAll(manifests)) {
            if (document instanceof Map<?, ?> resource && isOfTheMesh(resource)) {
                violations.addAll(schemas.violations(resource));
            }
        }
        return violations;
    }

    private static boolean isOfTheMesh(Map<?, ?> resource) {
        String version = Objects.toString(resource.get("apiVersion"));
        return version.contains("istio.io/") || version.startsWith("gateway.networking.k8s.io/");
    }
}
