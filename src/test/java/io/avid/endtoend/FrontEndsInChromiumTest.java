package io.avid.endtoend;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.avid.local.TestSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * The front ends in a browser: the kit by itself, then the console and the portal against a copy of Avid with the demo
 * business, which comes up meanwhile.
 */
@Tag("slow")
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FrontEndsInChromiumTest {
    private static final Duration DEMO_PATIENCE = Duration.ofMinutes(5);
    /** Asking is a JVM's start each time, beside the demo that is waited for. */
    private static final Duration DEMO_PAUSE = Duration.ofSeconds(3);
    /** What asks of the demo business only what is there when {@code ./avid up} ends. */
    private static final List<String> WITHOUT_LAST_MONTH = List.of("console.test.ts", "customers-import.test.ts", "renewal.test.ts", "story.test.ts");

    @TempDir
    private static Path folder;

    private static Path chromium;
    private static CopyByScript copy;
    private static FutureTask<CopyByScript.Outcome> up;

    @BeforeAll
    static void bringUp() throws IOException {
        chromium = Chromium.orSkip("the kit, the console and the portal in a browser were");
        TestSystem.shared().frontEndSources();
        copy = new CopyByScript(folder, TestSystem.shared().freePort());
        Callable<CopyByScript.Outcome> bringUp = () -> copy.run("up");
        up = new FutureTask<>(bringUp);
        Thread.ofVirtual().start(up);
    }

    @AfterAll
    static void end() throws Exception {
        if (up != null) {
            up.get();
            copy.close();
        }
    }

    @TestFactory
    @Order(1)
    Stream<DynamicNode> kit() throws IOException, InterruptedException {
        return new FrontEndTool("kit", Map.of("CHROMIUM", chromium.toString())).vitest("--root", "packages/kit");
    }

    @TestFactory
    @Order(2)
    Stream<DynamicNode> endToEndWhileTheDemoComesIn() throws Exception {
        CopyByScript.Outcome outcome = up.get();
        copy.assumeBuilt(outcome);
        if (outcome.status() != 0) {
            throw new AssertionFailedError("./avid up did not succeed:\n" + outcome.output());
        }
        return endToEnd("endtoend-first", WITHOUT_LAST_MONTH);
    }

    @TestFactory
    @Order(3)
    Stream<DynamicNode> endToEnd() throws Exception {
        copy.assumeBuilt(up.get());
        awaitDemo();
        return endToEnd("endtoend", WITHOUT_LAST_MONTH.stream().map(file -> "--exclude=**/" + file).toList());
    }

    private static Stream<DynamicNode> endToEnd(String name, List<String> files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--config", "endtoend/vitest.config.ts"));
        arguments.addAll(files);
        return new FrontEndTool(name, Map.of("CHROMIUM", chromium.toString(), "AVID_SHELL", "http://shell.localhost:" + copy.port()))
                .vitest(arguments.toArray(String[]::new));
    }

    /** The pages show its invoices and payments, of which the last are still coming in when Avid is up. */
    private static void awaitDemo() throws IOException, InterruptedException {
        long since = System.nanoTime();
        while (true) {
            JsonObject status = JsonParser.parseString(copy.succeeds("status", "--json")).getAsJsonObject();
            String state = status.getAsJsonObject("demo").get("state").getAsString();
            if (state.equals("complete")) {
                return;
            }
            if (state.equals("stopped") || System.nanoTime() - since > DEMO_PATIENCE.toNanos()) {
                throw new AssertionFailedError("The demo business is not all in: " + status.get("demo"));
            }
            Thread.sleep(DEMO_PAUSE);
        }
    }
}
