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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
