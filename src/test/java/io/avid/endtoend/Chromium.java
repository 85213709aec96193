package io.avid.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine, for tests that show what no other client can. */
public final class Chromium {
    private Chromium() {}

    /**
     * Where it is: what the environment's {@code CHROMIUM} names, or where distributions put it. Without one the test is
     * skipped, and says so.
     *
     * @param tested what stays untested without it
     */
    public static Path orSkip(String tested) {
        Optional<Path> found = Stream.concat(Optional.ofNullable(System.getenv("CHROMIUM")).stream(),
                Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")).map(Path::of).filter(Files::isExecutable).findFirst();
        if (found.isEmpty()) {
            System.err.println("SKIPPED: there is no Chromium here; " + tested + " NOT tested. Install chromium and run again.");
        }
        Assumptions.assumeTrue(found.isPresent(), "no Chromium: " + tested + " not tested");
        return found.orElseThrow();
    }
}
