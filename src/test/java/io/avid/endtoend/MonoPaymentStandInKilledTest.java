package io.avid.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** All modules in one process. */
class MonoPaymentStandInKilledTest extends PaymentStandInKilledTest {
    @Override
    Installation install(Path folder, int port, Map<String, String> settings) throws IOException, InterruptedException {
        return Installation.mono(folder, port, settings);
    }
}
