package io.avid.endtoend;

import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Every call between modules over a real socket, and every change sent twice. */
class LoopbackBilledOtherwiseTest extends BilledOtherwiseTest {
    @Override
    Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        return LoopbackTest.loopback(folder, TestSystem.shared().freePort(), settings);
    }
}
