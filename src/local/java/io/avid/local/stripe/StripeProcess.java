package io.avid.local.stripe;

import io.avid.local.ExitWithParent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The emulator's process: `StripeProcess [--exit-with-parent] FOLDER PORT`, and in the environment variable [#ENDPOINTS]
/// the webhook endpoints that are there from the start, a line each: API key, endpoint id, secret, address.
public final class StripeProcess {

    /// Not among the arguments, which everybody on the machine can read.
    public static final String ENDPOINTS = "AVID_STRIPE_ENDPOINTS";

    private StripeProcess() {
    }

    /// Starts it; a failure is told on the standard error and ends the process with status 1.
    public static void main(String[] arguments) {
        List<String> values = new ArrayList<>(List.of(arguments));
        if (values.remove(ExitWithParent.ARGUMENT)) {
            ExitWithParent.begin();
        }
        if (values.size() != 2) {
            System.err.println("Usage: StripeProcess [" + ExitWithParent.ARGUMENT + "] FOLDER PORT");
            System.exit(2);
        }
        try {
            StripeEmulator emulator = StripeEmulator.start(Path.of(values.get(0)), Integer.parseInt(values.get(1)), accounts(System.getenv()
                    .getOrDefault(ENDPOINTS, "")), FeeSchedule.UNITED_STATES, System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
            System.out.println("ready at " + emulator.uri());
        } catch (IOException | RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// As [#ENDPOINTS] holds them.
    public static String asText(List<StripeAccount> accounts) {
        StringBuilder text = new StringBuilder();
        accounts.forEach(account -> account.endpoints().forEach(endpoint -> text.append(account.apiKey()).append(' ').append(endpoint.id()).append(' ')
                .append(endpoint.secret()).append(' ').append(endpoint.url()).append('\n')));
        return text.toString();
    }

    private static List<StripeAccount> accounts(String text) throws IOException {
        List<StripeAccount> accounts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ");
            if (parts.length != 4) {
                throw new IOException(ENDPOINTS + " holds a line of " + parts.length + " words; expected are an API key, an endpoint's id, its secret and its address.");
            }
            accounts.add(new StripeAccount(parts[0], List.of(new StripeAccount.Endpoint(parts[1], parts[2], URI.create(parts[3])))));
        }
        return accounts;
    }
}
