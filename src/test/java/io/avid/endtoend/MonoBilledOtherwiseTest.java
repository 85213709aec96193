package io.avid.endtoend;

import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** All modules in one process. */
class MonoBilledOtherwiseTest extends BilledOtherwiseTest {
    @Override
    Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        return Installation.mono(folder, TestSystem.shared().freePort(), settings);
    }
}
