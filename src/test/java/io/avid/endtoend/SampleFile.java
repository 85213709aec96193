package io.avid.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public receivables sample that lies beside the project; tests that need it say loudly when it is not there. */
final class SampleFile {
    private static final Path INVOICES = Path.of("..", "shared", "data", "receivables", "invoices.csv");

    private SampleFile() {}

    static byte[] invoices() throws IOException {
        if (!Files.exists(INVOICES)) {
            System.err.println("SKIPPED: " + INVOICES + " is not there, so the figures of the public sample are not checked.");
            Assumptions.abort(INVOICES + " is not there");
        }
        return Files.readAllBytes(INVOICES);
    }
}
