package io.avid.endtoend;

import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All modules in one process, every call between them over a real socket, and every change sent twice. */
class LoopbackTest extends EndToEndTest {
    @Override
    Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        return loopback(folder, TestSystem.shared().freePort(), settings);
    }

    /** An installation of this kind. */
    static Installation loopback(Path folder, int port, Map<String, String> settings) throws IOException, InterruptedException {
        var own = new HashMap<>(settings);
        own.put("avid.modules.port", Integer.toString(TestSystem.shared().freePort()));
        own.put("avid.modules.loopback", "true");
        AvidProcess avid = AvidProcess.start(folder, port, own,
                Map.of("spring.main.sources", SendEveryChangeTwice.class.getName()));
        return Installation.of(avid.awaitHealthy(), List.of(avid));
    }
}
