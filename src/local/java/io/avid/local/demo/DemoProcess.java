package io.avid.local.demo;

import io.avid.local.ExitWithParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Brings the demo business's last month in, and ends: `DemoProcess FOLDER DAY ORGANISATION AVID_PORT STRIPE_URI`, with
/// a token in the environment variable [#TOKEN] and the key of the business's Stripe account in [#STRIPE_KEY].
///
/// How far it is stands in FOLDER's file `progress`; when all is in, the file `complete` is there.
public final class DemoProcess {

    public static final String TOKEN = "AVID_TOKEN";
    public static final String STRIPE_KEY = "AVID_DEMO_STRIPE_KEY";

    /// Holds `DONE TOTAL`.
    public static final String PROGRESS = "progress";
    public static final String COMPLETE = "complete";

    private static final int ARGUMENTS = 5;

    private DemoProcess() {
    }

    public static void main(String[] arguments) {
        List<String> values = new ArrayList<>(List.of(arguments));
        if (values.remove(ExitWithParent.ARGUMENT)) {
            ExitWithParent.begin();
        }
        if (values.size() != ARGUMENTS) {
            System.err.println("Usage: DemoProcess FOLDER DAY ORGANISATION AVID_PORT STRIPE_URI");
            System.exit(2);
        }
        Path folder = Path.of(values.get(0));
        int port = Integer.parseInt(values.get(3));
        try (AvidClient avid = new AvidClient(port, System.getenv().getOrDefault(TOKEN, ""))) {
            var cards = new CardHolder(URI.create(values.get(4)), System.getenv().getOrDefault(STRIPE_KEY, ""));
            new BringBusinessIn(new DemoYear(LocalDate.parse(values.get(1))), values.get(2), avid, cards, URI.create("http://localhost:" + port + "/"),
                    (done, total) -> write(folder.resolve(PROGRESS), done + " " + total)).run();
            write(folder.resolve(COMPLETE), "");
            System.out.println("The demo business is in.");
        } catch (IOException | RuntimeException e) {
            System.err.println("The demo business could not be brought in: " + e.getMessage() + ". ./avid up goes on with it.");
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(1);
        }
    }

    /// Never half a file, whenever this process is killed.
    private static void write(Path file, String text) {
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".aside");
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
