package io.avid.endtoend;

import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Modules customer and transaction in one process, the rest in another: the same jar, other settings. */
class SplitTest extends EndToEndTest {
    private static final List<String> CORE = List.of("customer", "transaction");
    private static final List<String> REST = List.of("invoice", "document", "payment", "onboarding", "billing", "statement", "overview");

    @Override
    Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        TestSystem system = TestSystem.shared();
        int coreModules = system.freePort();
        int otherModules = system.freePort();

        var core = new HashMap<>(settings);
        core.put("avid.modules.hosted", String.join(",", CORE));
        core.put("avid.modules.port", Integer.toString(coreModules));
        for (String module : REST) {
            core.put("avid.modules.address." + module, "dns:///127.0.0.1:" + otherModules);
        }
        var rest = new HashMap<>(settings);
        rest.put("avid.modules.hosted", String.join(",", REST));
        rest.put("avid.modules.port", Integer.toString(otherModules));
        for (String module : CORE) {
            rest.put("avid.modules.address." + module, "dns:///127.0.0.1:" + coreModules);
        }
        AvidProcess coreProcess = AvidProcess.start(folder, system.freePort(), core, Map.of());
        AvidProcess restProcess = AvidProcess.start(folder, system.freePort(), rest, Map.of());
        return Installation.of(restProcess.awaitHealthy(), List.of(restProcess, coreProcess.awaitHealthy()));
    }
}
