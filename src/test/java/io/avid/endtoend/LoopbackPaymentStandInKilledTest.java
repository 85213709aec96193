package io.avid.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Every call between modules over a real socket, and every change sent twice. */
class LoopbackPaymentStandInKilledTest extends PaymentStandInKilledTest {
    @Override
    Installation install(Path folder, int port, Map<String, String> settings) throws IOException, InterruptedException {
        return LoopbackTest.loopback(folder, port, settings);
    }
}
