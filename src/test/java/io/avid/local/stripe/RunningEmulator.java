package io.avid.local.stripe;

import com.stripe.StripeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// One emulator for all tests of this JVM; every test has an account of its own.
final class RunningEmulator {

    private static final StripeEmulator SHARED = start();

    private RunningEmulator() {
    }

    private static StripeEmulator start() {
        try {
            Path folder = Files.createTempDirectory("avid-stripe");
            StripeEmulator emulator = StripeEmulator.start(folder, 0, List.of(), FeeSchedule.UNITED_STATES, line -> { });
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
            return emulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StripeEmulator shared() {
        return SHARED;
    }

    static String newKey() {
        return "sk_test_" + UUID.randomUUID().toString().replace("-", "");
    }

    static StripeClient client(String key) {
        return client(SHARED, key);
    }

    /// Without retries of its own: what is answered is seen.
    static StripeClient client(StripeEmulator emulator, String key) {
        return StripeClient.builder().setApiKey(key).setApiBase(emulator.uri().toString()).setMaxNetworkRetries(0).build();
    }
}
