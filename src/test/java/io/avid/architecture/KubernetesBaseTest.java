package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What deploy/k8s/base renders to is what a cluster accepts and an operator wants. */
class KubernetesBaseTest {
    private static String rendered;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void render() throws IOException {
        rendered = Kustomize.render(folder, "deploy/k8s/base");
    }

    @Test
    void theBaseIsAcceptedAndKeepsEveryRule() {
        assertThat(DeploymentRules.violations(rendered)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is caught")
    @CsvSource(
            delimiter = '|',
            value = {
                "a field that is misspelt | livenessProbe: | livenesProbe: | livenesProbe",
                "a number that is none | replicas: 1 | replicas: many | does not fit its schema",
                "a kind that nobody knows | kind: Deployment | kind: Deploiment | nobody checks",
                "a root that can be written | readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | readOnlyRootFilesystem",
                "a pod that runs as root | runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "capabilities that are kept | - ALL | - NET_RAW | capabilities",
                "an image without a version | image: avid:0.1.0 | image: avid:latest | version",
                "a service that selects nothing | targetPort: edge | targetPort: web | service",
                "a pod without probes | readinessProbe: | lifecycle2: | lifecycle2",
                "a secret in the clear | kind: ConfigMap | kind: Secret | secret",
                "a secret in the environment | name: SPRING_CONFIG_IMPORT | name: AVID_IDENTITY_SIGNING_SECRET | environment",
                "rights that can be gained | allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | gains no rights",
            })
    void aBreachIsCaught(String what, String from, String to, String caught) {
        assertThat(rendered).contains(from);
        assertThat(DeploymentRules.violations(rendered.replace(from, to))).as(what).anyMatch(line -> line.contains(caught));
    }
}
