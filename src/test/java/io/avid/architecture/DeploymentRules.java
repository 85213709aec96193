package io.avid.architecture;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.Annotated;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What a cluster would refuse or regret in a set of manifests. */
final class DeploymentRules {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Secret", Secret.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);

    private static final ObjectMapper STRICT = strictMapper();

    /** Kinds that a mesh adds; {@link MeshRules} judges them. */
    private static final Pattern OF_A_MESH = Pattern.compile("(networking|security)\\.istio\\.io/v1 .*|gateway\\.networking\\.k8s\\.io/v1 .*");

    private static final String HOSTS = "module.avid/";
    private static final String HOSTED = "avid.modules.hosted";
    private static final String PORT = "avid.modules.port";
    private static final String ADDRESS = "avid.modules.address.";
    private static final Pattern TARGET = Pattern.compile("dns:///([a-z0-9-]+):([0-9]+)");

    private final List<HasMetadata> resources = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private DeploymentRules() {}

    /** One line for each thing that is wrong with the manifests, a stream of YAML documents. */
    static List<String> violations(String manifests) {
        var rules = new DeploymentRules();
        rules.read(manifests);
        rules.judge();
        return rules.violations;
    }

    private void read(String manifests) {
        for (Object document : new Yaml().loadAll(manifests)) {
            if (!(document instanceof Map<?, ?> map)) {
                violations.add("a document is no object: " + document);
                continue;
            }
            String kind = map.get("apiVersion") + " " + map.get("kind");
            if (OF_A_MESH.matcher(kind).matches()) {
                continue;
            }
            Class<? extends HasMetadata> type = KINDS.get(kind);
            if (type == null) {
                violations.add(kind + " is a kind that nobody checks");
                continue;
            }
            try {
                resources.add(STRICT.convertValue(map, type));
            } catch (IllegalArgumentException e) {
                violations.add(kind + " does not fit its schema: " + e.getMessage());
            }
        }
    }

    private void judge() {
        List<Deployment> deployments = all(Deployment.class);
        if (deployments.isEmpty()) {
            violations.add("nothing is deployed");
        }
        if (!all(Secret.class).isEmpty()) {
            violations.add("a secret stands in the manifests; name it, and let it be made elsewhere");
        }
        for (Deployment deployment : deployments) {
            judgeDeployment(deployment);
        }
        if (deployments.stream().anyMatch(deployment -> !hostedBy(deployment).isEmpty())) {
            judgeModules(deployments);
        }
    }

    /** The modules that a deployment's pods say by their labels that they host. */
    private static Set<String> hostedBy(Deployment deployment) {
        return labels(deployment).keySet().stream().filter(label -> label.startsWith(HOSTS)).map(label -> label.substring(HOSTS.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> labels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    private static String name(HasMetadata resource) {
        return resource.getMetadata().getName();
    }

    /** That each module runs in one place, is found where it is said to be, and shares neither pods' rules nor secrets with others. */
    private void judgeModules(List<Deployment> deployments) {
        for (String module : modules()) {
            demand(deployments.stream().filter(deployment -> hostedBy(deployment).contains(module)).count() == 1, "one deployment hosts module " + module);
        }
        for (Deployment deployment : deployments) {
            judgePlacement(deployment, deployments);
            for (Deployment other : deployments) {
                if (deployment != other) {
                    String both = name(deployment) + " and " + name(other);
                    demand(!selects(deployment.getSpec().getSelector().getMatchLabels(), labels(other)), both + " select pods of their own alone");
                    demand(!serviceAccount(deployment).equals(serviceAccount(other)), both + " have service accounts of their own");
                    demand(Collections.disjoint(secrets(deployment), secrets(other)), both + " have secrets of their own");
                }
            }
        }
        for (PodDisruptionBudget budget : all(PodDisruptionBudget.class)) {
            demand(selectedBy(budget.getSpec().getSelector().getMatchLabels(), deployments).size() == 1, "the disruption budget " + name(budget) + " is one deployment's");
        }
        for (NetworkPolicy policy : all(NetworkPolicy.class)) {
            demand(selectedBy(policy.getSpec().getPodSelector().getMatchLabels(), deployments).size() == 1, "the network policy " + name(policy) + " is one deployment's");
        }
    }

    private void judgePlacement(Deployment deployment, List<Deployment> deployments) {
        Map<String, String> settings = settings(deployment);
        Set<String> hosted = settings.containsKey(HOSTED) ? new TreeSet<>(List.of(settings.get(HOSTED).strip().split(","))) : new TreeSet<>(modules());
        demand(hosted.equals(hostedBy(deployment)), name(deployment) + " hosts what its labels say: " + hosted);
        if (deployments.size() == 1) {
            return;
        }
        boolean open = deployment.getSpec().getTemplate().getSpec().getContainers().stream().flatMap(container -> container.getPorts().stream())
                .anyMatch(port -> "modules".equals(port.getName()) && Integer.toString(port.getContainerPort()).equals(settings.get(PORT)));
        demand(open, name(deployment) + " opens the port for modules that it is set to: " + settings.get(PORT));
        for (String module : modules()) {
            if (!hosted.contains(module)) {
                judgeAddress(deployment, module, settings.getOrDefault(ADDRESS + module, ""), deployments);
            }
        }
    }

    private void judgeAddress(Deployment deployment, String module, String address, List<Deployment> deployments) {
        Matcher target = TARGET.matcher(address.strip());
        boolean found = target.matches() && all(Service.class).stream()
                .filter(service -> name(service).equals(target.group(1)))
                .anyMatch(service -> service.getSpec().getPorts().stream().anyMatch(port -> Integer.toString(port.getPort()).equals(target.group(2)))
                        && !selectedBy(service.getSpec().getSelector(), deployments).isEmpty()
                        && selectedBy(service.getSpec().getSelector(), deployments).stream().allMatch(host -> hostedBy(host).contains(module)));
        demand(found, name(deployment) + " finds module " + module + " at a service of the pods that host it: " + address);
    }

    private static List<Deployment> selectedBy(Map<String, String> selector, List<Deployment> deployments) {
        return deployments.stream().filter(deployment -> selects(selector, labels(deployment))).toList();
    }

    private static String serviceAccount(Deployment deployment) {
        return String.valueOf(deployment.getSpec().getTemplate().getSpec().getServiceAccountName());
    }

    private static Set<String> secrets(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getVolumes().stream().filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName()).collect(Collectors.toSet());
    }

    private Map<String, String> settings(Deployment deployment) {
        var settings = new TreeMap<String, String>();
        deployment.getSpec().getTemplate().getSpec().getVolumes().stream().filter(volume -> volume.getConfigMap() != null)
                .flatMap(volume -> all(ConfigMap.class).stream().filter(map -> name(map).equals(volume.getConfigMap().getName())))
                .forEach(map -> settings.putAll(map.getData()));
        return settings;
    }

    private static Set<String> modules() {
        return Stream.concat(ProductMap.CORE_SERVICES.stream(), ProductMap.ORCHESTRATORS.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private void judgeDeployment(Deployment deployment) {
        Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        demand(selects(deployment.getSpec().getSelector().getMatchLabels(), labels), "the deployment selects its own pods");
        demand(pod.getSecurityContext() != null && Boolean.TRUE.equals(pod.getSecurityContext().getRunAsNonRoot()), "pods run as nobody in particular (runAsNonRoot)");
        demand(pod.getSecurityContext() != null && pod.getSecurityContext().getSeccompProfile() != null, "pods have a seccomp profile");
        demand(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "pods get no token of the cluster's");
        demand(all(ServiceAccount.class).stream().anyMatch(account -> account.getMetadata().getName().equals(pod.getServiceAccountName())), "the pods' service account is there");
        demand(pod.getTerminationGracePeriodSeconds() != null && pod.getTerminationGracePeriodSeconds() >= 30, "pods have time to end their calls (20 s, and the pause before)");
        pod.getContainers().forEach(this::judgeContainer);

        demand(
                all(Service.class).stream()
                        .anyMatch(service -> selects(service.getSpec().getSelector(), labels)
                                && service.getSpec().getPorts().stream().allMatch(port -> isOpen(port, pod))),
                "a service selects the pods and names a port that they have");
        demand(
                all(NetworkPolicy.class).stream()
                        .anyMatch(policy -> selects(policy.getSpec().getPodSelector().getMatchLabels(), labels)
                                && policy.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))),
                "a network policy stands around the pods, both ways");
        demand(
                all(PodDisruptionBudget.class).stream()
                        .anyMatch(budget -> selects(budget.getSpec().getSelector().getMatchLabels(), labels)),
                "a disruption budget selects the pods");
        pod.getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .forEach(volume -> demand(
                        all(ConfigMap.class).stream().anyMatch(map -> map.getMetadata().getName().equals(volume.getConfigMap().getName())),
                        "the settings that the pods mount are there: " + volume.getConfigMap().getName()));
    }

    private void judgeContainer(Container container) {
        Optional<SecurityContext> security = Optional.ofNullable(container.getSecurityContext());
        demand(security.map(SecurityContext::getReadOnlyRootFilesystem).orElse(false), "the container writes nothing to its image (readOnlyRootFilesystem)");
        demand(!security.map(SecurityContext::getAllowPrivilegeEscalation).orElse(true), "the container gains no rights (allowPrivilegeEscalation)");
        demand(security.map(context -> context.getCapabilities() != null && context.getCapabilities().getDrop().contains("ALL")).orElse(false), "the container drops all capabilities");
        demand(container.getLivenessProbe() != null && container.getReadinessProbe() != null && container.getStartupProbe() != null, "the container is asked whether it started, lives and is ready");
        boolean bounded = container.getResources() != null
                && container.getResources().getLimits() != null
                && container.getResources().getLimits().containsKey("memory")
                && container.getResources().getRequests() != null
                && container.getResources().getRequests().keySet().containsAll(List.of("cpu", "memory"));
        demand(bounded, "the container asks for cpu and memory, and memory has a limit");
        String image = container.getImage();
        demand(image.contains(":") && !image.endsWith(":latest") || image.contains("@sha256:"), "the image is named by a version");
        boolean clearSecret = container.getEnv().stream()
                .anyMatch(variable -> variable.getValue() != null
                        && variable.getName().matches("(?i).*(secret|password|api_?key|mongodb_?uri|connection_?string).*"));
        demand(!clearSecret, "no secret stands in an environment variable");
    }

    private void demand(boolean kept, String rule) {
        if (!kept) {
            violations.add("not so: " + rule);
        }
    }

    private <T extends HasMetadata> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return selector != null && !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    private static boolean isOpen(ServicePort port, PodSpec pod) {
        Object target = port.getTargetPort() == null ? port.getPort() : port.getTargetPort().getValue();
        return pod.getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .anyMatch((ContainerPort open) -> target.equals(open.getName()) || target.equals(open.getContainerPort()));
    }

    /** The models keep what they do not know; here that is what is to be found. */
    private static ObjectMapper strictMapper() {
        var mapper = new ObjectMapper();
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1L;

            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return Boolean.FALSE;
            }

            @Override
            public boolean hasIgnoreMarker(AnnotatedMember member) {
                return super.hasIgnoreMarker(member) || member.getName().equals("setAdditionalProperties");
            }
        });
        return mapper;
    }
}
