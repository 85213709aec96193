package io.avid.local.stripe;

import com.stripe.StripeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;

/// One emulator for all tests of this JVM; every test has an account of its own.
final class RunningEmulator {

    private static final StripeEmulator SHARED = start();

    private RunningEmulator() {
    }

    private static StripeEmulator start() {
        StripeEmulator emulator = own();
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        return emulator;
    }

    /// One of the test's own, for what strikes all accounts.
    static StripeEmulator own() {
        try {
            return StripeEmulator.start(Files.createTempDirectory("avid-stripe"), 0, List.of(), FeeSchedule.UNITED_STATES, line -> { });
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
