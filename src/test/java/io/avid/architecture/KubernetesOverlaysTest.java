package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays render to, of one base: one process, payment by itself, a process for each module. */
class KubernetesOverlaysTest {
    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"monolith", "payment", "split"})
    void anOverlayIsAcceptedAndKeepsEveryRule(String overlay) throws IOException {
        assertThat(DeploymentRules.violations(Kustomize.render(folder, "deploy/k8s/overlays/" + overlay))).isEmpty();
    }

    @ParameterizedTest(name = "{0} is caught")
    @CsvSource(delimiter = '|', value = {
            "a module that is nowhere | avid.modules.hosted: payment | avid.modules.hosted: invoice | avid-payment hosts what its labels say",
            "a module that two host | module.avid/payment: hosted | module.avid/invoice: hosted | one deployment hosts module invoice",
            "an address without a service | dns:///avid-module-payment:9090 | dns:///avid-module-payments:9090 | finds module payment at",
            "an address at another port | dns:///avid-module-payment:9090 | dns:///avid-module-payment:8080 | finds module payment at",
            "an address of another module | dns:///avid-module-invoice:9090 | dns:///avid-module-payment:9090 | finds module invoice at",
            "a port that is not open | containerPort: 9090 | containerPort: 9091 | opens the port for modules",
            "secrets that are shared | avid-secrets-payment | avid-secrets-rest | have secrets of their own",
            "an account that is shared | serviceAccountName: avid-payment | serviceAccountName: avid-rest | have service accounts of their own",
            "pods that two select | app.kubernetes.io/instance: payment | app.kubernetes.io/instance: rest | select pods of their own alone",
    })
    void aBreachBetweenProcessesIsCaught(String what, String from, String to, String caught) throws IOException {
        String rendered = Kustomize.render(folder, "deploy/k8s/overlays/payment");
        assertThat(rendered).contains(from);
        assertThat(DeploymentRules.violations(rendered.replace(from, to))).as(what).anyMatch(line -> line.contains(caught));
    }
}
